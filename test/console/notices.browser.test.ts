import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, holdTime, releaseTime } from '../support/page.ts';
import { eventually, recordIn, type System, startSystem, submit } from '../support/system.ts';

describeInBrowser('The messages of the console', ({ visit }) => {
  let system: System;
  let url: string;

  /** Submits applications that need a review, one after the other, so that their reviews are requested in this order. */
  const flagged = async (...ids: readonly string[]): Promise<void> => {
    const supervisor = await signIn(system, 'supervisor-1');
    for (const id of ids) {
      await submit(system, { id, name: 'evil Spock', address: '123 Enterprise Street' });
      await eventually(
        `${id} in the ledger`,
        async () => (await supervisor.get(`/reviews/${id}`)).status === 200 || undefined,
      );
    }
  };
  /** Approves a review in the page, and leaves its countdown. */
  const approve = async (page: Page, id: string): Promise<void> => {
    await page.goto(`${url}/reviews/${id}?decide=approve`);
    await page.getByRole('heading', { name: `Approve ${id}?` }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByText(new RegExp(`^${id} will be approved`)).waitFor();
  };

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  test('take at most a tenth of the page while six decisions are waiting, and count the others', async () => {
    const ids = ['many-1', 'many-2', 'many-3', 'many-4', 'many-5', 'many-6', 'many-7'];
    await flagged(...ids);
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/many-1?q=many-&sort=requestedAt`);
    await page.getByText('1 of 7', { exact: true }).waitFor();
    await holdTime(page);
    for (const id of ids.slice(0, 6)) {
      await page.getByRole('heading', { name: `Review of ${id}` }).waitFor();
      await page.getByRole('button', { name: 'Approve', exact: true, disabled: false }).waitFor();
      await page.keyboard.press('a');
      await page.getByRole('heading', { name: `Approve ${id}?` }).waitFor();
      await page.keyboard.press('Enter');
    }
    const stack = page.locator('.notices');
    await stack.getByRole('button', { name: '4 more' }).waitFor();
    expect((await stack.boundingBox())?.height).toBeLessThanOrEqual(90);
    await stack.getByRole('button', { name: '4 more' }).click();
    const dialog = page.getByRole('dialog', { name: 'Messages' });
    for (const id of ids.slice(0, 6)) await dialog.getByText(new RegExp(`^${id} will be approved`)).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('of a success disappear after four seconds, but not while the user points at them', async () => {
    await flagged('success-1');
    const page = await visit(url, 'reviewer-1');
    await approve(page, 'success-1');
    await page.getByRole('button', { name: 'Send now' }).click();
    const told = page.getByText('success-1: approved.', { exact: true });
    await told.hover();
    await releaseTime(page);
    await page.waitForTimeout(6_000);
    expect(await told.isVisible()).toBe(true);
    await page.mouse.move(0, 0);
    await told.waitFor({ state: 'detached' });
    await page.close();
  });

  test('of an error stay until the user closes them', async () => {
    await flagged('error-1');
    const page = await visit(url, 'reviewer-1');
    await approve(page, 'error-1');
    const other = await signIn(system, 'reviewer-2');
    const { body } = await other.get('/reviews/error-1');
    await other.post('/reviews/error-1/decision', { decision: 'APPROVE' }, { 'If-Match': `"${body.version}"` });
    await recordIn(system, 'error-1', 'APPROVED');
    await page.getByRole('button', { name: 'Send now' }).click();
    const told = page.getByRole('alert').filter({ hasText: 'error-1: the decision was not accepted.' });
    await told.waitFor();
    await releaseTime(page);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(6_000);
    expect(await told.isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await told.waitFor({ state: 'detached' });
    await page.close();
  });

  test('are followed by a list of the tab’s decisions, with links to their cases', async () => {
    await flagged('recent-1', 'recent-2');
    const page = await visit(url, 'reviewer-1');
    await approve(page, 'recent-1');
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('recent-1: approved.', { exact: true }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'reviewer-1' }).click();
    await page.getByRole('menuitem', { name: 'Recent decisions' }).click();
    const list = page.getByRole('dialog').getByRole('region', { name: 'Recent decisions' });
    await list.getByRole('listitem').filter({ hasText: 'recent-1' }).getByText('approved').waitFor();
    await list.getByRole('link', { name: 'recent-1' }).click();
    await page.getByRole('heading', { name: 'Review of recent-1' }).waitFor();
    await page.close();
  });
});
