import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from '../test/support/browser-path.ts';
import { signInAs } from '../test/support/page.ts';
import { type Bench, type Figure, median } from './bench.ts';
import { startSystem, whileServing, withDirectory } from './system.ts';

const ROUNDS = 3;
const REVIEWS = 10_000;

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

const reviews = Array.from({ length: REVIEWS }, (_, index) => ({
  applicationId: `application-${String(index).padStart(5, '0')}`,
  state: 'PENDING',
  reasons: ['NAME'],
  version: 1,
  requestedAt: '2026-01-01T00:00:00.000Z',
  dueAt: new Date(Date.UTC(2099, 0, 1) + index * 60_000).toISOString(),
}));

/**
 * Script that runs in the page. Measures the milliseconds from the next key press to the frame that shows a changed
 * first row.
 */
const WATCH = `window.shownAfterMs = new Promise((resolve) => {
  let pressed;
  const rows = () => document.querySelector('tbody tr')?.textContent;
  const before = rows();
  document.addEventListener('keydown', () => { pressed ??= performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, observer) => {
    if (pressed === undefined || rows() === before) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - pressed));
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}); undefined`;

/**
 * Measures the milliseconds from a key press in the search field to the frame that shows the result. The inbox has
 * 10,000 reviews.
 */
const filter = async (page: Page, url: string): Promise<number> => {
  await page.goto(`${url}/reviews`);
  await page.getByRole('row').filter({ hasText: 'application-00000' }).waitFor();
  await page.getByRole('searchbox').fill('application-0999');
  await page.getByRole('row').filter({ hasText: 'application-09990' }).waitFor();
  await page.evaluate(WATCH);
  await page.keyboard.press('7');
  const ms = await page.evaluate<number>('window.shownAfterMs');
  await page.getByRole('row').filter({ hasText: 'application-09997' }).waitFor();
  return ms;
};

const answerWithReviews = (context: BrowserContext, url: string): Promise<unknown> =>
  context.route(/\/reviews\?/, (route) =>
    route.request().resourceType() === 'document'
      ? route.continue()
      : route.fulfill({ json: { items: reviews }, headers: { 'access-control-allow-origin': url } }),
  );

const measure = async (url: string, logProgress: (line: string) => void): Promise<Figure[]> => {
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
    await answerWithReviews(context, url);
    const filters: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      filters.push(await filter(page, url));
      logProgress(`${REVIEWS} reviews filtered in ${filters.at(-1)?.toFixed(0)} ms`);
    }
    return [
      { name: 'first load, nothing cached', value: median(loads.map(({ ms }) => ms)), unit: 'ms', goal: '<= 1500' },
      {
        name: 'first load, compressed',
        value: median(loads.map(({ kilobytes }) => kilobytes)),
        unit: 'kB',
        goal: '<= 700',
      },
      { name: `filter of ${REVIEWS} reviews`, value: median(filters), unit: 'ms', goal: '<= 200' },
    ];
  } finally {
    await browser.close();
  }
};

export const bench: Bench = {
  question: 'How long until a browser shows the inbox, and until 10,000 reviews are filtered?',
  run: (logProgress) =>
    withDirectory((directory) =>
      whileServing(startSystem(directory), async ({ printed }) => {
        const url = await printed(/Console: (http:\/\/127\.0\.0\.1:\d+)/);
        while (!(await fetch(`${url}/config.json`)).ok) await new Promise((next) => setTimeout(next, 50));
        return measure(url, logProgress);
      }),
    ),
};
