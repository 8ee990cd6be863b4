import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Browser, chromium, type Page } from 'playwright-core';
import { recordOf } from '../test/handlers/in-memory-applications.ts';
import { entryOf, FLAGGED } from '../test/handlers/shared/reviews/in-memory-review.ts';
import { CHROMIUM } from '../test/support/browser-path.ts';
import type { Clients } from '../test/support/clients.ts';
import { advance } from '../test/support/clock.ts';
import { signInAs } from '../test/support/page.ts';
import { type Bench, type Figure, median } from './bench.ts';
import { deskMemory } from './desk-memory.ts';
import { startSystem, whileServing, withDirectory } from './system.ts';

const ROUNDS = 3;
const REVIEWS = 10_000;
const WRITTEN_AT_ONCE = 10;

/**
 * Measures the milliseconds until the inbox is shown, and the kilobytes that are transferred from the console's origin.
 * The browser cache is disabled.
 */
const load = async (page: Page, url: string): Promise<{ readonly ms: number; readonly kilobytes: number }> => {
  const wire = await page.context().newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  const origins = new Map<string, string>();
  let bytes = 0;
  wire.on('Network.responseReceived', ({ requestId, response }) =>
    origins.set(requestId, new URL(response.url).origin),
  );
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (origins.get(requestId) === url) bytes += encodedDataLength;
  });
  const startMs = performance.now();
  await page.goto(`${url}/reviews`);
  await page.getByText('Nothing to review').waitFor();
  const ms = performance.now() - startMs;
  await wire.detach();
  return { ms, kilobytes: bytes / 1000 };
};

const idOf = (index: number): string => `application-${String(index).padStart(5, '0')}`;

const reviewOf = (index: number) =>
  entryOf({
    applicationId: idOf(index),
    dueAt: new Date(Date.UTC(2099, 0, 1) + index * 60_000).toISOString(),
    reviewDeadline: '2999-01-01T00:00:00.000Z',
  });

/** Stores pending reviews with their applications, and waits until all that follows has ended. */
const storeReviews = async (clients: Clients): Promise<void> => {
  const put = (Item: object) => ({ PutRequest: { Item: { ...Item } } });
  for (let from = 0; from < REVIEWS; from += WRITTEN_AT_ONCE) {
    const indexes = Array.from({ length: WRITTEN_AT_ONCE }, (_, index) => from + index);
    const RequestItems = {
      reviews: indexes.map((index) => put(reviewOf(index))),
      applications: indexes.map((index) => put(recordOf({ id: idOf(index), ...FLAGGED, name: 'evil Spock' }))),
    };
    await clients.tables.send(new BatchWriteCommand({ RequestItems }));
  }
  await advance(clients, 0);
};

const row = (page: Page, index: number) => page.getByRole('row').filter({ hasText: idOf(index) });

/** Measures the milliseconds until the first rows of 10,000 reviews are shown. */
const firstRows = async (page: Page, url: string): Promise<number> => {
  const startMs = performance.now();
  await page.goto(`${url}/reviews`);
  await row(page, 0).waitFor();
  return performance.now() - startMs;
};

/**
 * Script that runs in the page. Measures the milliseconds from the next change of the search field to the frame that shows
 * another first row.
 */
const WATCH = `window.shownAfterMs = new Promise((resolve) => {
  let typedMs;
  const first = () => document.querySelector('tbody a')?.textContent;
  const before = first();
  document.addEventListener('input', () => { typedMs ??= performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, observer) => {
    if (typedMs === undefined || first() === undefined || first() === before) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - typedMs));
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}); undefined`;

/**
 * Measures the milliseconds until a search shows its result: one whose reviews are not loaded, and one more key, which
 * leaves one of them.
 */
const search = async (page: Page, url: string): Promise<{ readonly searchMs: number; readonly keyMs: number }> => {
  await page.goto(`${url}/reviews`);
  await row(page, 0).waitFor();
  await page.evaluate(WATCH);
  await page.getByRole('searchbox', { name: 'Find an application or a reviewer' }).fill('-0999');
  const searchMs = await page.evaluate<number>('window.shownAfterMs');
  await row(page, 9_999 - 9).waitFor();
  await page.evaluate(WATCH);
  await page.getByRole('searchbox', { name: 'Find an application or a reviewer' }).press('7');
  const keyMs = await page.evaluate<number>('window.shownAfterMs');
  await row(page, 9_997).waitFor();
  return { searchMs, keyMs };
};

/** In a tab of its own, because the measurement moves the tab's clock. */
const memoryOfATab = async (browser: Browser, system: { readonly clients: Clients; readonly url: string }) => {
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
  await page.goto(system.url);
  await signInAs(page, 'reviewer-1');
  const memory = await deskMemory(page, system);
  await page.close();
  return memory;
};

const measure = async (
  { clients, url }: { readonly clients: Clients; readonly url: string },
  logProgress: (line: string) => void,
): Promise<Figure[]> => {
  if (CHROMIUM === undefined)
    throw new Error('No Chromium is installed (Debian: apt install chromium-headless-shell; or set CHROMIUM_PATH).');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(url);
    await signInAs(page, 'reviewer-1');
    const loads: { readonly ms: number; readonly kilobytes: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      loads.push(await load(page, url));
      logProgress(`first load: ${loads.at(-1)?.ms.toFixed(0)} ms, ${loads.at(-1)?.kilobytes.toFixed(0)} kB`);
    }
    const { before, after } = await memoryOfATab(browser, { clients, url });
    logProgress(`memory of the tab: ${before.toFixed(1)} MB, after 200 decisions ${after.toFixed(1)} MB`);
    await storeReviews(clients);
    const lists: { readonly rowsMs: number; readonly searchMs: number; readonly keyMs: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const list = { rowsMs: await firstRows(page, url), ...(await search(page, url)) };
      lists.push(list);
      const rows = `first rows ${list.rowsMs.toFixed(0)} ms`;
      const searched = `search ${list.searchMs.toFixed(0)} ms, one more key ${list.keyMs.toFixed(0)} ms`;
      logProgress(`${REVIEWS} reviews: ${rows}, ${searched}`);
    }
    const of = `of ${REVIEWS} reviews`;
    const middle = (values: readonly number[]) => ({ value: median(values), unit: 'ms' }) as const;
    return [
      { name: 'first load, nothing cached', ...middle(loads.map(({ ms }) => ms)), goal: '<= 1500' },
      {
        name: 'first load, compressed',
        value: median(loads.map(({ kilobytes }) => kilobytes)),
        unit: 'kB',
        goal: '<= 600',
      },
      { name: 'growth of a tab in 200 decisions', value: after - before, unit: 'MB', goal: '<= 2' },
      { name: `page with the first rows ${of}`, ...middle(lists.map(({ rowsMs }) => rowsMs)), goal: '<= 1500' },
      { name: `search ${of}`, ...middle(lists.map(({ searchMs }) => searchMs)), goal: '<= 500' },
      { name: `one more key in a search ${of}`, ...middle(lists.map(({ keyMs }) => keyMs)), goal: '<= 150' },
    ];
  } finally {
    await browser.close();
  }
};

export const bench: Bench = {
  question:
    'How long until a browser shows the inbox, also with 10,000 reviews, and until one of them is found? What do 200 decisions leave in a tab?',
  run: (logProgress) =>
    withDirectory((directory) =>
      whileServing(startSystem(directory), async ({ printed, clients }) => {
        const url = await printed(/Console: (http:\/\/127\.0\.0\.1:\d+)/);
        while (!(await fetch(`${url}/config.json`)).ok) await new Promise((next) => setTimeout(next, 50));
        return measure({ clients, url }, logProgress);
      }),
    ),
};
