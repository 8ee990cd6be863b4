import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf, FLAGGED } from '../handlers/shared/reviews/in-memory-review.ts';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { brokenWords, findingsInAllLooks } from '../support/page.ts';
import { type System, startSystem } from '../support/system.ts';

/** Decided reviews, and as many pending ones. */
const COUNT = 230;
/** Rows above the pending reviews: the heading of the columns, and that of the overdue reviews. */
const HEADINGS = 2;
/** The API's largest page. */
const LOADED_AT_ONCE = 100;
const WRITTEN_AT_ONCE = 10;

type Kind = 'done' | 'wait';

const idOf = (kind: Kind, index: number): string => `${kind}-${String(index).padStart(3, '0')}`;

const minutes = (index: number): string => new Date(Date.UTC(2026, 0, 31, 6, index)).toISOString();

/** A decided review, one request per minute. Every tenth was rejected. */
const decided = (index: number) => {
  const isRejected = index % 10 === 0;
  const at = minutes(index);
  const decision = { decision: isRejected ? 'REJECT' : 'APPROVE', reviewer: 'reviewer-1', at } as const;
  const state = isRejected ? 'REVIEW_REJECTED' : 'REVIEW_APPROVED';
  const applicationId = idOf('done', index);
  return {
    review: { ...entryOf({ applicationId, state, requestedAt: at }), decision, closedAt: at },
    record: recordOf({ id: applicationId, state: isRejected ? 'REJECTED' : 'APPROVED', name: 'evil Spock' }),
  };
};

const FAR_AWAY = '2999-01-01T00:00:00.000Z';

/** A pending review, due one per minute. Every tenth is for ADDRESS; reviewer-1 has claimed the last three. */
const pending = (index: number) => {
  const applicationId = idOf('wait', index);
  const isClaimed = index >= COUNT - 3;
  return {
    review: entryOf({
      applicationId,
      dueAt: minutes(index),
      reviewDeadline: FAR_AWAY,
      reasons: index % 10 === 0 ? ['ADDRESS'] : ['NAME'],
      ...(isClaimed && { claim: { reviewer: 'reviewer-1', until: FAR_AWAY } }),
    }),
    record: recordOf({ id: applicationId, ...FLAGGED, name: 'evil Spock' }),
  };
};

async function store({ tables }: System, make: typeof decided | typeof pending): Promise<void> {
  const items = Array.from({ length: COUNT }, (_, index) => make(index));
  for (let from = 0; from < COUNT; from += WRITTEN_AT_ONCE) {
    const written = items.slice(from, from + WRITTEN_AT_ONCE);
    const reviews = written.map(({ review }) => ({ PutRequest: { Item: review } }));
    const applications = written.map(({ record }) => ({ PutRequest: { Item: record } }));
    await tables.send(new BatchWriteCommand({ RequestItems: { reviews, applications } }));
  }
}

describeInBrowser('The lists of reviews', ({ visit }) => {
  let system: System;
  let url: string;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    await store(system, decided);
    await store(system, pending);
  });
  afterAll(() => system?.kill());

  const rows = (page: Page) => page.getByRole('table', { name: 'Reviews' }).getByRole('row');
  const row = (page: Page, kind: Kind, index: number) => rows(page).filter({ hasText: idOf(kind, index) });
  const search = (page: Page) => page.getByRole('searchbox', { name: 'Find an application or a reviewer' });
  const nextPage = (page: Page) => page.getByRole('button', { name: 'Next page' });

  /** The requests for reviews in these states that the page sends from now on. */
  const requestsOf = (page: Page, state: 'OPEN' | 'DONE'): URL[] => {
    const sent: URL[] = [];
    page.on('request', (request) => {
      const asked = new URL(request.url());
      if (asked.pathname.endsWith('/reviews') && asked.searchParams.get('state') === state) sent.push(asked);
    });
    return sent;
  };

  test('of done ones start with the latest request; further ones are loaded only for a page that needs them', async () => {
    const page = await visit(url, 'reviewer-1');
    const sent = requestsOf(page, 'DONE');
    await page.getByRole('tab', { name: 'Done' }).click();
    await row(page, 'done', COUNT - 1).waitFor();
    await page.getByText(`${LOADED_AT_ONCE}+ reviews`).waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await brokenWords(page, 'Reviews')).toEqual([]);
    expect(sent.map(({ searchParams }) => searchParams.get('order'))).toEqual(['desc']);
    for (const first of [204, 179, 154]) {
      await nextPage(page).click();
      await row(page, 'done', first).waitFor();
    }
    expect(sent).toHaveLength(1);
    await nextPage(page).click();
    await row(page, 'done', COUNT - 1 - LOADED_AT_ONCE).waitFor();
    expect(sent.map(({ searchParams }) => searchParams.has('cursor'))).toEqual([false, true]);
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('of done ones are filtered and sorted by the API, and the URL names the view', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?tab=done`);
    await row(page, 'done', COUNT - 1).waitFor();
    const sent = requestsOf(page, 'DONE');
    await search(page).fill('done-00');
    await page.getByText('10 reviews').waitFor();
    await row(page, 'done', 9).waitFor();
    expect(sent.at(-1)?.searchParams.get('q')).toBe('done-00');
    await page.getByRole('columnheader', { name: 'Requested' }).getByRole('button').click();
    await rows(page)
      .nth(1)
      .filter({ hasText: idOf('done', 0) })
      .waitFor();
    expect(sent.at(-1)?.searchParams.get('order')).toBe('asc');
    expect(new URL(page.url()).search).toBe('?tab=done&q=done-00&order=asc');
    await page.close();
  });

  test('of pending ones are counted, filtered and sorted by the API, and loaded as far as they are shown', async () => {
    const page = await visit(url, 'reviewer-1');
    const sent = requestsOf(page, 'OPEN');
    await page.goto(`${url}/reviews`);
    await row(page, 'wait', 0).waitFor();
    for (const name of [`Pending (${COUNT})`, 'Mine (3)', `Unassigned (${COUNT - 3})`])
      await page.getByRole('tab', { name, exact: true }).waitFor();
    await search(page).fill('t-10');
    await page.getByText(`10 of ${COUNT}`).waitFor();
    await search(page).fill('reviewer-1');
    await page.getByText(`3 of ${COUNT}`, { exact: true }).waitFor();
    await search(page).fill('two words');
    await page.getByText('No review matches').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('columnheader', { name: 'Due' }).getByRole('button').click();
    await row(page, 'wait', COUNT - 1).waitFor();
    await page.getByRole('tab', { name: 'Mine' }).click();
    await row(page, 'wait', COUNT - 4).waitFor({ state: 'detached' });
    await row(page, 'wait', COUNT - 3).waitFor();
    expect(await rows(page).count()).toBe(HEADINGS + 3);
    await page.getByRole('tab', { name: 'Unassigned' }).click();
    await row(page, 'wait', 0).waitFor();
    const asked = new Set(sent.map(({ searchParams }) => searchParams.toString()));
    const first = 'state=OPEN&sort=dueAt';
    expect([...asked]).toEqual([
      `${first}&order=asc&limit=100`,
      `${first}&order=asc&q=t-10&limit=100`,
      `${first}&order=asc&q=reviewer-1&limit=100`,
      `${first}&order=desc&limit=100`,
      `${first}&order=asc&claimedBy=reviewer-1&limit=100`,
      `${first}&order=asc&unclaimed=true&limit=100`,
    ]);
    await page.close();
  });

  test('have 25 rows on a page of 1440 by 900 pixels, and all of them in view', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}/reviews`);
    await row(page, 'wait', 24).waitFor();
    expect(await rows(page).count()).toBe(HEADINGS + 25);
    const last = await row(page, 'wait', 24).boundingBox();
    expect((last?.y ?? Number.NaN) + (last?.height ?? Number.NaN)).toBeLessThan(900);
    await page.close();
  });

  test('of pending ones show a change after one request, however many reviews there are', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews`);
    await row(page, 'wait', 5).waitFor();
    const sent = requestsOf(page, 'OPEN');
    const other = await signIn(system, 'reviewer-2');
    expect((await other.post(`/reviews/${idOf('wait', 5)}/claim`)).status).toBe(200);
    await row(page, 'wait', 5).filter({ hasText: 'reviewer-2' }).waitFor();
    await page.getByRole('tab', { name: `Unassigned (${COUNT - 4})`, exact: true }).waitFor();
    expect(sent.filter(({ searchParams }) => searchParams.has('cursor'))).toEqual([]);
    expect((await other.post(`/reviews/${idOf('wait', 5)}/release`)).status).toBe(200);
    await page.close();
  });

  test('of pending ones open at the page that a link names', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?page=9`);
    await row(page, 'wait', 200).waitFor();
    expect(await row(page, 'wait', 199).count()).toBe(0);
    await page.close();
  });

  test('turn their pages under the keys that move from row to row', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?page=4`);
    const focused = (index: number) =>
      page
        .locator('tr a:focus')
        .filter({ hasText: idOf('wait', index) })
        .waitFor();
    await row(page, 'wait', 98).waitFor();
    await page.keyboard.press('j');
    await focused(75);
    await page.keyboard.press('k');
    await focused(74);
    expect(new URL(page.url()).search).toBe('?page=3');
    for (let index = 75; index <= 100; index += 1) {
      await page.keyboard.press('j');
      await focused(index);
    }
    expect(new URL(page.url()).search).toBe('?page=5');
    await page.close();
  });

  test('go on after the last loaded case', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?page=4`);
    await page.getByRole('link', { name: idOf('wait', 99) }).click();
    await page.getByRole('heading', { name: `Review of ${idOf('wait', 99)}` }).waitFor();
    await page.getByText('100 of 200+').waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: `Review of ${idOf('wait', 100)}` }).waitFor();
    await page.close();
  });
});
