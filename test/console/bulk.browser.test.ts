import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, holdTime } from '../support/page.ts';
import { readRecord, recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

describeInBrowser('One decision on several reviews in the console', ({ visit }) => {
  let system: System;
  let url: string;

  /** Submits applications that need a review, one after the other, so that their reviews are requested in this order. */
  const flagged = async (...ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      await submit(system, { id, name: 'evil Spock', address: '1 Road' });
      await reviewIn(system, id, 'PENDING');
    }
  };

  /** Opens the list of the reviews with `start` in their ids, once it has `count` rows, in the order of the requests. */
  const openList = async (start: string, count: number): Promise<Page> => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?q=${start}&sort=requestedAt`);
    await page.getByText(`${count} of `).waitFor();
    return page;
  };

  const box = (page: Page, id: string) => page.getByRole('checkbox', { name: id });
  const state = async (id: string) => (await readRecord(system, id))?.state;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  test('decides the selected reviews and no other; it can be undone for all of them, and a held review cannot be selected', async () => {
    await flagged('set-1', 'set-2', 'set-3', 'set-4');
    await (await signIn(system, 'reviewer-2')).post('/reviews/set-4/claim');
    const page = await openList('set-', 4);
    await page.getByRole('row').filter({ hasText: 'set-4' }).filter({ hasText: 'reviewer-2' }).waitFor();
    expect(await box(page, 'set-4').isDisabled()).toBe(true);
    for (const name of ['Pending (4)', 'Mine (0)', 'Unassigned (3)']) await page.getByRole('tab', { name }).waitFor();
    await box(page, 'set-1').check();
    await box(page, 'set-3').check();
    await page.getByText('2 selected').waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('button', { name: 'Approve 2' }).click();
    await page.getByRole('heading', { name: 'Approve 2 applications?' }).waitFor();
    await page.getByText('Selected: set-1, set-3').waitFor();
    await holdTime(page);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText(/^2 applications will be approved in \d+ s$/).waitFor();
    await page.keyboard.press('u');
    await page.getByText('2 applications: the decision was undone and not sent.').waitFor();
    expect(await state('set-1')).toBe('FLAGGED_FOR_REVIEW');
    await box(page, 'set-1').check();
    await box(page, 'set-3').check();
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('2 applications: approved.').waitFor();
    for (const id of ['set-1', 'set-3']) await recordIn(system, id, 'APPROVED');
    for (const id of ['set-2', 'set-4']) expect(await state(id)).toBe('FLAGGED_FOR_REVIEW');
    await page.close();
  });

  test('is made by keyboard alone, and says which review was decided by somebody else meanwhile', async () => {
    await flagged('keys-1', 'keys-2', 'keys-3', 'keys-4');
    const page = await openList('keys-', 4);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await page.getByText('3 selected').waitFor();
    const other = await signIn(system, 'reviewer-2');
    expect((await other.post('/reviews/keys-2/decision', { decision: 'APPROVE' })).status).toBe(200);
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Reject 3 applications?' }).waitFor();
    await page.locator('input[type=radio]:focus').waitFor();
    await page.keyboard.press('1');
    await page.getByRole('radio', { name: 'The identity is not confirmed', checked: true }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send now' }).press('Enter');
    await page.getByText('2 of 3 applications: rejected. The others need a look.').waitFor();
    await page.getByRole('button', { name: 'Show the others' }).press('Enter');
    const others = page.getByRole('dialog', { name: 'Not decided' });
    await others.getByRole('row').filter({ hasText: 'keys-2' }).filter({ hasText: 'Another person' }).waitFor();
    for (const id of ['keys-1', 'keys-3']) await recordIn(system, id, 'REJECTED');
    expect(await state('keys-2')).toBe('APPROVED');
    expect(await state('keys-4')).toBe('FLAGGED_FOR_REVIEW');
    await page.close();
  });

  test('is about what was selected, though the list has changed: by a filter, by new reviews, by a claim', async () => {
    await flagged('stay-1', 'stay-2');
    const page = await openList('stay-', 2);
    await box(page, 'stay-1').check();
    await box(page, 'stay-2').check();
    await flagged('stay-3');
    await page.getByText('3 of ').waitFor();
    await (await signIn(system, 'reviewer-2')).post('/reviews/stay-2/claim');
    await page.getByPlaceholder('Find an application or a reviewer').fill('stay-3');
    await page.getByText('1 of ').waitFor();
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Approve 2' }).click();
    await holdTime(page);
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('1 of 2 applications: approved.').waitFor();
    await recordIn(system, 'stay-1', 'APPROVED');
    for (const id of ['stay-2', 'stay-3']) expect(await state(id)).toBe('FLAGGED_FOR_REVIEW');
    await page.close();
  });

  test('is not offered to somebody who decides nothing, and is spoken about in German', async () => {
    await flagged('read-1', 'read-2');
    const auditor = await visit(url, 'auditor-1');
    await auditor.goto(`${url}/reviews?q=read-`);
    await auditor.getByRole('row').filter({ hasText: 'read-2' }).waitFor();
    expect(await auditor.getByRole('checkbox').count()).toBe(0);
    await auditor.close();
    const german = await visit(url, 'reviewer-1', { locale: 'de-DE' });
    await german.goto(`${url}/reviews?q=read-&sort=requestedAt`);
    await box(german, 'read-1').check();
    await box(german, 'read-2').check();
    await german.getByText('2 ausgewählt').waitFor();
    await german.getByRole('button', { name: '2 ablehnen' }).click();
    await german.getByRole('heading', { name: '2 Anträge ablehnen?' }).waitFor();
    await german.keyboard.press('Escape');
    await german.keyboard.press('Escape');
    await german.getByText('2 ausgewählt').waitFor({ state: 'detached' });
    await german.close();
  });
});
