import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core');

const SIGN_IN = /^(Sign in|Anmelden)$/;

/** Goes through the sign-in of the one-machine issuer, from the console's own page back to it. */
export const signInAs = async (page: Page, user: string): Promise<void> => {
  await page.getByRole('button', { name: SIGN_IN }).click();
  await page.getByLabel('Your name').fill(user);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: user }).first().waitFor();
};

/** Whether the console knows the user, once it says either. */
export const isSignedIn = async (page: Page, user: string): Promise<boolean> => {
  const known = page.getByRole('button', { name: user }).first();
  await known
    .or(page.getByRole('button', { name: SIGN_IN }))
    .first()
    .waitFor();
  return known.isVisible();
};

/** What a tab keeps until it is closed, among it the tokens. */
export type SessionOfTab = Readonly<Record<string, string>>;

export const sessionOf = async (page: Page): Promise<SessionOfTab> =>
  JSON.parse(await page.evaluate('JSON.stringify(sessionStorage)'));

/** Gives a new tab the session of another one, as browsers do with a tab that is duplicated. */
export const restoreSession = (page: Page, url: string, session: SessionOfTab): Promise<unknown> =>
  page.addInitScript(
    `if (location.origin === ${JSON.stringify(new URL(url).origin)} && sessionStorage.getItem('restored') === null)
      Object.assign(sessionStorage, ${JSON.stringify({ ...session, restored: '' })});`,
  );

/** Stops the clock by which a decision can be taken back: ten seconds are little on a busy machine. Until the page is loaded again. */
export const holdCountdown = (page: Page): Promise<unknown> =>
  page.evaluate('{ const nowMs = Date.now(); Date.now = () => nowMs; }');

const LOOKS = [
  { look: 'light, desktop', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { look: 'dark, desktop', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { look: 'dark, phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { look: 'light, phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** A desktop's width of 1280 at 400 % zoom (WCAG 2.2, 1.4.10). */
const ZOOMED = { width: 320, height: 256 };
/** What is still wrong then stays wrong; a busy machine needs a part of it for a single look. */
const SETTLED_MS = 120_000;
const LOOK_AGAIN_MS = 50;

/**
 * What of the page lies beyond the edge at 400 % zoom, so that reading takes scrolling both ways; tables may. Components
 * measure themselves again after the change. The page's own policy forbids it to evaluate what is waited for.
 */
const beyondTheEdge = async (page: Page): Promise<readonly string[]> => {
  await page.setViewportSize(ZOOMED);
  const untilMs = performance.now() + SETTLED_MS;
  for (;;) {
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    if (width <= ZOOMED.width) return [];
    if (performance.now() > untilMs) return [`at 400 % zoom the page is ${width} wide`];
    await page.waitForTimeout(LOOK_AGAIN_MS);
  }
};

/** What axe still finds once the components have settled: at another width they measure themselves again. */
const settledFindings = async (page: Page): Promise<readonly string[]> => {
  const untilMs = performance.now() + SETTLED_MS;
  for (;;) {
    const found = await axeFindings(page);
    if (found.length === 0 || performance.now() > untilMs) return found;
    await page.waitForTimeout(LOOK_AGAIN_MS);
  }
};

/** What axe finds on the page in light and dark, at the width of a desktop and of a phone, each with where. */
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

/** What axe, which the page has loaded, finds against WCAG 2.2 AA on it as it stands; empty when nothing. */
const axeFindings = async (page: Page): Promise<readonly string[]> => {
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }).then((found) => found.violations)`,
  )) as readonly Violation[];
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
};
