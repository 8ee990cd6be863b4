import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf } from '../handlers/shared/reviews/in-memory-review.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { brokenWords, findingsInAllLooks } from '../support/page.ts';
import { type System, startSystem } from '../support/system.ts';

const COUNT = 230;
/** The API's largest page. */
const LOADED_AT_ONCE = 100;

const idOf = (index: number): string => `done-${String(index).padStart(3, '0')}`;

/** Stores decided reviews with their records, one request per minute. Every tenth was rejected. */
async function storeDecided({ tables }: System): Promise<void> {
  const items = Array.from({ length: COUNT }, (_, index) => {
    const requestedAt = new Date(Date.UTC(2026, 0, 31, 6, index)).toISOString();
    const decision = { decision: index % 10 === 0 ? 'REJECT' : 'APPROVE', reviewer: 'reviewer-1' } as const;
    const state = index % 10 === 0 ? 'REVIEW_REJECTED' : 'REVIEW_APPROVED';
    const closed = { decision: { ...decision, at: requestedAt }, closedAt: requestedAt };
    const record = recordOf({ id: idOf(index), state: index % 10 === 0 ? 'REJECTED' : 'APPROVED', name: 'evil Spock' });
    return { review: { ...entryOf({ applicationId: idOf(index), state, requestedAt }), ...closed }, record };
  });
  for (let from = 0; from < COUNT; from += 10) {
    const written = items.slice(from, from + 10);
    const reviews = written.map(({ review }) => ({ PutRequest: { Item: review } }));
    const applications = written.map(({ record }) => ({ PutRequest: { Item: record } }));
    await tables.send(new BatchWriteCommand({ RequestItems: { reviews, applications } }));
  }
}

describeInBrowser('The reviews that are done', ({ visit }) => {
  let system: System;
  let url: string;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    await storeDecided(system);
  });
  afterAll(() => system?.kill());

  const rows = (page: Page) => page.getByRole('table', { name: 'Reviews' }).getByRole('row');
  const row = (page: Page, index: number) => rows(page).filter({ hasText: idOf(index) });

  /** The requests for reviews that the page sends from now on. */
  const requestsOf = (page: Page): URL[] => {
    const sent: URL[] = [];
    page.on('request', (request) => {
      const asked = new URL(request.url());
      if (asked.pathname.endsWith('/reviews') && asked.searchParams.get('state') === 'DONE') sent.push(asked);
    });
    return sent;
  };

  test('start with the latest request; further ones are loaded only for a page that needs them', async () => {
    const page = await visit(url, 'reviewer-1');
    const sent = requestsOf(page);
    await page.getByRole('tab', { name: 'Done' }).click();
    await row(page, COUNT - 1).waitFor();
    await page.getByText(`(${LOADED_AT_ONCE}+)`).waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await brokenWords(page, 'Reviews')).toEqual([]);
    expect(sent.map(({ searchParams }) => searchParams.get('order'))).toEqual(['desc']);
    for (const first of [204, 179, 154]) {
      await page.getByRole('button', { name: 'Next page' }).click();
      await row(page, first).waitFor();
    }
    expect(sent).toHaveLength(1);
    await page.getByRole('button', { name: 'Next page' }).click();
    await row(page, COUNT - 1 - LOADED_AT_ONCE).waitFor();
    expect(sent.map(({ searchParams }) => searchParams.has('cursor'))).toEqual([false, true]);
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('are filtered and sorted by the API, and the URL names the view', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?tab=done`);
    await row(page, COUNT - 1).waitFor();
    const sent = requestsOf(page);
    await page.getByRole('searchbox', { name: 'Find an application or a reviewer' }).fill('done-00');
    await page.getByText('(10 of 10)').waitFor();
    await row(page, 9).waitFor();
    expect(sent.at(-1)?.searchParams.get('q')).toBe('done-00');
    await page.getByRole('columnheader', { name: 'Requested' }).getByRole('button').click();
    await rows(page)
      .nth(1)
      .filter({ hasText: idOf(0) })
      .waitFor();
    expect(sent.at(-1)?.searchParams.get('order')).toBe('asc');
    expect(new URL(page.url()).search).toBe('?tab=done&q=done-00&order=asc');
    await page.close();
  });
});
