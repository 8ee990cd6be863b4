import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { holdTime } from '../support/page.ts';
import { recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

describeInBrowser('The console without a connection', ({ visit }) => {
  let system: System;
  let url: string;

  /** A case in the page, with a decision whose countdown stands still. */
  const approved = async (page: Page, id: string): Promise<void> => {
    await page.goto(`${url}/reviews/${id}?decide=approve`);
    await page.getByRole('heading', { name: `Approve ${id}?` }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByText(new RegExp(`^${id} will be approved`)).waitFor();
  };

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    for (const id of ['offline-1', 'silent-1', 'reload-1']) {
      await submit(system, { id, name: 'evil Spock', address: '123 Enterprise Street' });
      await reviewIn(system, id, 'PENDING');
    }
  });
  afterAll(() => system?.kill());

  test('keeps a decision that was made offline, and sends it when the connection returns', async () => {
    const page = await visit(url, 'reviewer-1');
    await approved(page, 'offline-1');
    await page.getByRole('heading', { name: 'Review of silent-1' }).waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('offline-1 is to be approved. The decision is kept').waitFor();
    await page.context().setOffline(false);
    await page.getByText('offline-1: approved.', { exact: true }).waitFor();
    expect((await recordIn(system, 'offline-1', 'APPROVED')).decision).toMatchObject({ reviewer: 'reviewer-1' });
    await page.getByText('You are offline', { exact: true }).waitFor({ state: 'detached' });
    await page.close();
  });

  test('shows that the API does not answer, and sends a kept decision when it answers again', async () => {
    const page = await visit(url, 'reviewer-1');
    await approved(page, 'silent-1');
    await page.route('**/_api/**', (route) => route.abort());
    await page.getByText('The API does not answer', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('silent-1 is to be approved. The decision is kept').waitFor();
    await page.unroute('**/_api/**');
    await page.getByText('silent-1: approved.', { exact: true }).waitFor();
    expect((await recordIn(system, 'silent-1', 'APPROVED')).decision).toMatchObject({ reviewer: 'reviewer-1' });
    await page.close();
  });

  test('offers a kept decision again if the page was closed before it was sent', async () => {
    const page = await visit(url, 'reviewer-1');
    await approved(page, 'reload-1');
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText(/^reload-1 was to be approved, but the page was closed/).waitFor();
    await holdTime(page);
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('reload-1: approved.', { exact: true }).waitFor();
    expect((await recordIn(system, 'reload-1', 'APPROVED')).decision).toMatchObject({ reviewer: 'reviewer-1' });
    await page.close();
  });
});
