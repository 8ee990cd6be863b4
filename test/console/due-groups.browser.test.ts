import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf, FLAGGED } from '../handlers/shared/reviews/in-memory-review.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks } from '../support/page.ts';
import { type System, startSystem } from '../support/system.ts';

const FAR_AWAY = '2999-01-01T00:00:00.000Z';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const SOON_MS = 12.5 * MINUTE_MS;

/** A time zone in which it is now between twelve and one o'clock: in twelve minutes it is the same day. */
const timezoneAtNoon = (): string => {
  const hoursAhead = 12 - new Date().getUTCHours();
  return `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;
};

const idOf = (index: number): string => `due-${String(index).padStart(2, '0')}`;

/** Three overdue reviews, three that are due today, and 24 that are due later. */
const dueInMs = (index: number): number => {
  if (index < 3) return (index - 3) * DAY_MS - 5 * MINUTE_MS;
  return index < 6 ? SOON_MS + (index - 3) * MINUTE_MS : (index - 5) * DAY_MS;
};

async function store({ tables }: System): Promise<void> {
  const nowMs = Date.now();
  const inState = ['PENDING', 'PENDING_SUPERVISOR', 'PENDING', 'PENDING_SECOND'] as const;
  const items = Array.from({ length: 30 }, (_, index) => ({
    review: entryOf({
      applicationId: idOf(index),
      dueAt: new Date(nowMs + dueInMs(index)).toISOString(),
      reviewDeadline: FAR_AWAY,
      state: inState[index] ?? 'PENDING',
      ...(index === 0 && { escalatedAt: '2026-01-31T12:00:00.000Z' }),
    }),
    record: recordOf({ id: idOf(index), ...FLAGGED, name: 'evil Spock' }),
  }));
  for (let from = 0; from < items.length; from += 10) {
    const written = items.slice(from, from + 10);
    const reviews = written.map(({ review }) => ({ PutRequest: { Item: review } }));
    const applications = written.map(({ record }) => ({ PutRequest: { Item: record } }));
    await tables.send(new BatchWriteCommand({ RequestItems: { reviews, applications } }));
  }
}

describeInBrowser('The list of reviews by due date', ({ visit }) => {
  let system: System;
  let url: string;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    await store(system);
  });
  afterAll(() => system?.kill());

  const open = async ({ query = '', user = 'reviewer-1', locale = 'en-GB' } = {}): Promise<Page> => {
    const page = await visit(url, user, { timezoneId: timezoneAtNoon(), locale });
    page.setDefaultTimeout(60_000);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${url}/reviews${query}`);
    await page.getByRole('row').nth(25).waitFor();
    return page;
  };
  const row = (page: Page, index: number) => page.getByRole('row').filter({ hasText: idOf(index) });
  const headings = (page: Page) => page.getByRole('heading', { level: 2 }).allTextContents();

  test('has headings between its rows, minutes for what is near, and marks', async () => {
    const page = await open();
    expect(await headings(page)).toEqual(['Overdue (3)', 'Due today (3)', 'Due later (24)']);
    const texts = await page.getByRole('row').allTextContents();
    const places = ['Overdue (3)', idOf(2), 'Due today (3)', idOf(3), idOf(5), 'Due later (24)', idOf(6)].map((text) =>
      texts.findIndex((each) => each.includes(text)),
    );
    expect(places).toEqual([1, 4, 5, 6, 8, 9, 10]);
    await row(page, 0).filter({ hasText: 'overdue by 3 days' }).filter({ hasText: 'Escalated' }).waitFor();
    await row(page, 1).filter({ hasText: 'Supervisor' }).waitFor();
    await row(page, 3)
      .filter({ hasText: /in 1[0-3] min/ })
      .filter({ hasText: '2nd person' })
      .waitFor();
    await row(page, 6).filter({ hasText: 'in 1 day' }).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('has 25 rows and all its headings on a page of 1440 by 900 pixels', async () => {
    const page = await open();
    expect(await page.getByRole('row').count()).toBe(1 + 3 + 25);
    const last = await row(page, 24).boundingBox();
    expect((last?.y ?? Number.NaN) + (last?.height ?? Number.NaN)).toBeLessThan(900);
    await page.close();
  });

  test('moves, selects and counts over its headings', async () => {
    const page = await open();
    const box = (index: number) => row(page, index).getByRole('checkbox');
    for (let index = 0; index < 3; index += 1) await page.keyboard.press('j');
    await page
      .locator('tr a:focus')
      .filter({ hasText: idOf(2) })
      .waitFor();
    await page.keyboard.press('x');
    for (const key of ['j', 'j', 'Shift+X']) await page.keyboard.press(key);
    await page
      .locator('tr a:focus')
      .filter({ hasText: idOf(4) })
      .waitFor();
    await page.getByText('3 selected').waitFor();
    expect([await box(2).isChecked(), await box(3).isChecked(), await box(4).isChecked()]).toEqual([true, true, true]);
    expect(await page.getByRole('checkbox').count()).toBe(1 + 25);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: idOf(3) }).click();
    await page.getByText('4 of 30').waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: `Review of ${idOf(2)}` }).waitFor();
    await page.close();
  });

  test('goes on with a group on the next page, and starts with it when the order is turned', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Next page' }).click();
    await row(page, 29).waitFor();
    expect(await headings(page)).toEqual(['Due later (24)']);
    await page.getByRole('columnheader', { name: 'Due' }).getByRole('button').click();
    await page.getByRole('heading', { name: 'Due today (3)' }).waitFor();
    await row(page, 0).waitFor({ state: 'detached' });
    expect(await headings(page)).toEqual(['Due later (24)', 'Due today (3)']);
    await page.close();
  });

  test('has no headings when it is in another order', async () => {
    const page = await open({ query: '?sort=requestedAt' });
    expect(await headings(page)).toEqual([]);
    await page.close();
  });

  test('is readable for everybody, also in German and on a phone', async () => {
    const page = await open({ user: 'auditor-1', locale: 'de-DE' });
    expect(await headings(page)).toEqual(['Überfällig (3)', 'Heute fällig (3)', 'Später fällig (24)']);
    await row(page, 0).filter({ hasText: 'überfällig seit 3 Tg.' }).filter({ hasText: 'Eskaliert' }).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    const overdue = page.getByRole('region', { name: 'Überfällig (3)' });
    await overdue.getByRole('heading', { name: 'Überfällig (3)' }).waitFor();
    expect(await overdue.getByRole('link').count()).toBe(3);
    await page.close();
  });
});
