import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core');

/** Signs in on the page of the local issuer, which the console opens for a user without a session, and returns to the console. */
export const signInAs = async (page: Page, user: string): Promise<void> => {
  await userField(page).fill(user);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await userMenu(page, user).waitFor();
};

/** The menu of a signed-in user in the console. The issuer's page has buttons with the names of users, too. */
export const userMenu = (page: Page, user: string) => page.locator('#top').getByRole('button', { name: user }).first();

/** The field of the issuer's page. */
export const userField = (page: Page) => page.getByLabel('Your name');

/** Whether the user is signed in; waits until the console shows the user, or the issuer its page. */
export const isSignedIn = async (page: Page, user: string): Promise<boolean> => {
  const known = userMenu(page, user);
  await known.or(userField(page)).first().waitFor();
  return known.isVisible();
};

/** Content of a tab's session storage, including the tokens. */
export type SessionOfTab = Readonly<Record<string, string>>;

export const sessionOf = async (page: Page): Promise<SessionOfTab> =>
  JSON.parse(await page.evaluate('JSON.stringify(sessionStorage)'));

/** Copies the session of a tab to a new tab, as browsers do when a user duplicates a tab. */
export const restoreSession = (page: Page, url: string, session: SessionOfTab): Promise<unknown> =>
  page.addInitScript(
    `if (location.origin === ${JSON.stringify(new URL(url).origin)} && sessionStorage.getItem('restored') === null)
      Object.assign(sessionStorage, ${JSON.stringify({ ...session, restored: '' })});`,
  );

/**
 * Stops the page's `Date.now` until the page is reloaded, because on a busy machine the ten seconds to undo a decision and
 * the four seconds to read a message may be too short.
 */
export const holdTime = (page: Page): Promise<unknown> =>
  page.evaluate('{ const nowMs = Date.now(); window.movingNow = Date.now; Date.now = () => nowMs; }');

/** Lets the page's time go on after `holdTime`. */
export const releaseTime = (page: Page): Promise<unknown> => page.evaluate('Date.now = window.movingNow');

const LOOKS = [
  { look: 'light, desktop', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { look: 'dark, desktop', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { look: 'dark, phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { look: 'light, phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** Viewport of a desktop 1280 pixels wide at 400 % zoom (WCAG 2.2, 1.4.10). */
const ZOOMED = { width: 320, height: 256 };
/** Findings that remain after this time are reported. On a busy machine one run of axe may take part of this time. */
const SETTLED_MS = 120_000;
const POLL_INTERVAL_MS = 50;

/**
 * Returns a finding if the page is wider than the viewport at 400 % zoom, because reading it then needs scrolling in
 * two directions (tables are exempt). Polls, because components measure themselves again after the resize, and the
 * page's security policy forbids `waitForFunction`.
 */
const beyondTheEdge = async (page: Page): Promise<readonly string[]> => {
  await page.setViewportSize(ZOOMED);
  const untilMs = performance.now() + SETTLED_MS;
  for (;;) {
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    if (width <= ZOOMED.width) return [];
    if (performance.now() > untilMs) return [`at 400 % zoom the page is ${width} px wide`];
    await page.waitForTimeout(POLL_INTERVAL_MS);
  }
};

/** Findings of axe after the components have settled; they measure themselves again after a resize. */
const settledFindings = async (page: Page): Promise<readonly string[]> => {
  const untilMs = performance.now() + SETTLED_MS;
  for (;;) {
    const found = await axeFindings(page);
    if (found.length === 0 || performance.now() > untilMs) return found;
    await page.waitForTimeout(POLL_INTERVAL_MS);
  }
};

/** Findings of axe in light and dark mode, at the width of a desktop and of a phone, and at 400 % zoom. */
export const findingsInAllLooks = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found: string[] = [];
  for (const { look, colorScheme, viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    found.push(...(await settledFindings(page)).map((finding) => `${look}: ${finding}`));
  }
  return [...found, ...(await beyondTheEdge(page))];
};

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Violations of WCAG 2.2 AA that axe finds on the page in its current state; axe must be loaded. */
const axeFindings = async (page: Page): Promise<readonly string[]> => {
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then((found) => found.violations)`,
  )) as readonly Violation[];
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
};

/** The words of a table that are broken into several lines. A line may end after a hyphen. */
export const brokenWords = async (page: Page, table: string): Promise<readonly string[]> =>
  JSON.parse(
    await page.evaluate(`(() => {
      const root = document.querySelector('table[aria-label=${JSON.stringify(table)}], [aria-label=${JSON.stringify(table)}] table');
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const broken = [];
      const range = document.createRange();
      while (texts.nextNode())
        for (const { 0: word, index } of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}@.]+/gu)) {
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1) broken.push(word);
        }
      return JSON.stringify(broken);
    })()`),
  );
