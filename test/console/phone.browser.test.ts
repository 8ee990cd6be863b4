import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

const PHONE = { width: 390, height: 844 };
const PERSON = { name: 'evil Maximiliane Mustermann-Beispielhausen', email: 'maximiliane.mustermann@mail.example' };

/** Lists of the console, each with a text that shows that it is loaded. */
const LISTS = {
  '/reviews': 'phone-1',
  '/reviews/phone-1': 'Musterstrasse',
  '/applications?state=APPROVED': 'clean-1',
  '/applications/phone-1/file': 'Review opened',
  '/queues': 'notify-dlq',
  '/executions?status=RUNNING': 'phone-1',
  '/bus': 'keep-reviews',
  '/archive': 'No replay',
};

/** Parts of the page that must be moved sideways to be read. */
const cutOff = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('main *')]
    .filter((part) => ['auto', 'scroll'].includes(getComputedStyle(part).overflowX) && part.scrollWidth > part.clientWidth + 1)
    .filter((part) => part.querySelector('pre, textarea, [role="tab"]') === null && !part.matches('pre, textarea, [role="tablist"]'))
    .map((part) => part.textContent.slice(0, 80))`);

describeInBrowser('The console on a phone', ({ visit }) => {
  let system: System;
  let page: Page;

  beforeAll(async () => {
    system = await startSystem();
    const url = await consoleOf(system);
    await submit(system, { id: 'phone-1', ...PERSON, address: 'Musterstrasse' });
    await submit(system, { id: 'clean-1', name: 'Spock', address: '1 Vulcan Road' });
    await reviewIn(system, 'phone-1', 'PENDING');
    await recordIn(system, 'clean-1', 'APPROVED');
    page = await visit(url, 'supervisor-1', { viewport: PHONE });
  });
  afterAll(() => system?.kill());

  test.each(Object.entries(LISTS))('shows cards on %s, and nothing of it is cut off', async (path, text) => {
    await page.goto(new URL(path, page.url()).href);
    await page.locator('main').getByText(text).first().waitFor();
    await page.locator('main [aria-busy="true"]').waitFor({ state: 'detached' });
    expect(await cutOff(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });

  test('keeps the e-mail address of a case in one piece', async () => {
    await page.goto(new URL('/reviews/phone-1', page.url()).href);
    const value = page.locator('dd').filter({ hasText: PERSON.email });
    await value.waitFor();
    const lines = await page.evaluate(`(() => {
      const range = document.createRange();
      const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) if (texts.currentNode.data === '${PERSON.email}') range.selectNode(texts.currentNode);
      return [...range.getClientRects()].length;
    })()`);
    expect(lines).toBe(1);
  });
});
