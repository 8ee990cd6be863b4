import type { Page } from 'playwright-core';
import { APPLICATION_SUBMITTED } from '../events/names.ts';
import type { Clients } from '../test/support/clients.ts';
import { put, reviewIn } from '../test/support/system.ts';

/** Decisions before the first measurement: until then the console loads code and fills its caches. */
const WARMING = 20;
const DECISIONS = 200;

const idOf = (index: number): string => `desk-${String(index).padStart(3, '0')}`;
const IDS = Array.from({ length: WARMING + DECISIONS }, (_, index) => idOf(index));

/** Submits the applications whose reviews are decided, and waits until all are pending. */
const submitAll = async (clients: Clients): Promise<void> => {
  for (const id of IDS) {
    const application = { id, name: 'evil Spock', address: '123 Enterprise Street' };
    await put(clients, APPLICATION_SUBMITTED, { application });
  }
  for (const id of IDS) await reviewIn(clients, id, 'PENDING');
};

/** Approves the cases that the console shows one after the other, by keyboard. They come in the order of their requests. */
const approve = async (page: Page, count: number): Promise<void> => {
  for (let decided = 0; decided < count; decided += 1) {
    await page.getByRole('button', { name: 'Approve', exact: true, disabled: false }).waitFor();
    const shown = await page.getByRole('heading', { level: 1 }).innerText();
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: /^Approve desk-/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: shown, exact: true }).waitFor({ state: 'detached' });
  }
};

/** The console forgets what it has loaded and no longer shows after five minutes. */
const FORGOTTEN_AFTER = '06:00';

/** Megabytes that the page's objects need a while after the last decision, once garbage is collected. */
const heapOf = async (page: Page): Promise<number> => {
  await page.clock.fastForward(FORGOTTEN_AFTER);
  await page
    .getByText(/will be approved/)
    .first()
    .waitFor({ state: 'detached' });
  const wire = await page.context().newCDPSession(page);
  await wire.send('HeapProfiler.collectGarbage');
  const { usedSize } = await wire.send('Runtime.getHeapUsage');
  await wire.detach();
  return usedSize / 1_000_000;
};

/** The memory of a signed-in reviewer's tab after some decisions, and after 200 more in the same tab. Megabytes. */
export const deskMemory = async (
  page: Page,
  { clients, url }: { readonly clients: Clients; readonly url: string },
): Promise<{ readonly before: number; readonly after: number }> => {
  await submitAll(clients);
  await page.clock.install();
  await page.goto(`${url}/reviews?q=desk-&sort=requestedAt`);
  await page.locator('tbody a').first().click();
  await approve(page, WARMING);
  const before = await heapOf(page);
  await approve(page, DECISIONS);
  return { before, after: await heapOf(page) };
};
