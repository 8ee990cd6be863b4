import { readFile } from 'node:fs/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Person, signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks } from '../support/page.ts';
import { eventually, reviewIn, type System, startSystem, submit } from '../support/system.ts';

const REJECTED = { decision: 'REJECT', reasonCode: 'ADDRESS_NOT_CONFIRMED', comment: 'no such street' };

describeInBrowser('The case file in the console', ({ visit }) => {
  let system: System;
  let reviewer: Person;
  let url: string;

  /** The file of an application that a reviewer has rejected, once it has every entry. */
  const rejectedFile = async (id: string): Promise<void> => {
    await submit(system, { id, name: 'Spock', address: 'nowhere' });
    await reviewIn(system, id, 'PENDING');
    expect((await reviewer.post(`/reviews/${id}/decision`, REJECTED)).status).toBe(200);
    await eventually(`the file of ${id}`, async () => {
      const { body } = await reviewer.get(`/applications/${id}/case-file`);
      const kinds = (body.entries as readonly { readonly kind: string }[]).map(({ kind }) => kind);
      return ['OUTCOME_RECORDED', 'REVIEW_CLOSED', 'MAIL_SENT'].every((kind) => kinds.includes(kind))
        ? kinds
        : undefined;
    });
  };

  const entry = (page: Page, kind: string) =>
    page.getByRole('table', { name: 'Entries' }).getByRole('row').filter({ hasText: kind });

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    reviewer = await signIn(system, 'reviewer-1');
  });
  afterAll(() => system?.kill());

  test('is one click away from the case and says in words what happened, who decided and why', async () => {
    await rejectedFile('file-1');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/file-1`);
    await page.getByRole('link', { name: 'Case file' }).click();
    await page.getByRole('heading', { level: 1, name: 'Case file of file-1' }).waitFor();
    await page.getByText(/^Verified in this browser: \d+ entries, complete and unchanged$/).waitFor();
    await page.getByText('Not sealed yet').waitFor();
    await entry(page, 'Checked').filter({ hasText: 'Address' }).filter({ hasText: 'Flagged' }).first().waitFor();
    const outcome = page.getByRole('rowheader', { name: 'Outcome', exact: true });
    await entry(page, 'Rejected').filter({ has: outcome }).waitFor();
    await entry(page, 'Outcome sent by mail').filter({ hasText: 'Outcome: Rejected' }).waitFor();
    const end = await entry(page, 'Review ended').innerText();
    for (const text of ['rejected', 'reviewer-1', 'The address is not confirmed', 'no such street'])
      expect(end).toContain(text);
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('link', { name: 'Show the run' }).click();
    await page.getByRole('heading', { name: 'Run of file-1' }).waitFor();
    await page.close();
  });

  test('is saved as JSON with its verification, and as a page to print', async () => {
    await rejectedFile('file-2');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/applications/file-2/file`);
    const saved = async (button: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: button }).click();
      const file = await download;
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
    };
    const json = await saved('Save as JSON');
    const { entries } = (await reviewer.get('/applications/file-2/case-file')).body;
    expect(json.name).toBe('file-2.json');
    expect(JSON.parse(json.text)).toMatchObject({ applicationId: 'file-2', entries, findings: [] });
    const print = await saved('Save as a page to print');
    expect(print.name).toBe('file-2.html');
    expect(print.text).toContain('<h1>Case file file-2</h1>');
    expect(print.text).toContain('no such street');
    await page.close();
  });

  test('names the entry that somebody changed in the table, in both languages', async () => {
    await rejectedFile('file-3');
    const key = { TableName: 'case-entries', Key: { applicationId: 'file-3', number: 1 } };
    const change = { UpdateExpression: 'SET #at = :at', ExpressionAttributeNames: { '#at': 'at' } };
    const values = { ExpressionAttributeValues: { ':at': '2020-01-01T00:00:00.000Z' } };
    await system.tables.send(new UpdateCommand({ ...key, ...change, ...values }));
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/applications/file-3/file`);
    await page.getByText(/entries, findings: 1$/).waitFor();
    const findings = page.getByRole('table', { name: 'Findings' });
    await findings.getByText('The hash of entry 1 is not the hash of its content.').waitFor();
    await page.close();
    const german = await visit(url, 'reviewer-1', { locale: 'de-DE' });
    await german.goto(`${url}/applications/file-3/file`);
    await german.getByRole('heading', { level: 1, name: 'Akte von file-3' }).waitFor();
    await german.getByText(/Einträge, Befunde: 1$/).waitFor();
    await german.getByRole('cell', { name: 'Verändert' }).waitFor();
    await german.close();
  });

  test('says that there is no such application', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/applications/nobody/file`);
    await page.getByText('There is no application nobody').waitFor();
    await page.close();
  });
});
