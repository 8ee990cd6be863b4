import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './browser-path.ts';
import { isSignedIn, restoreSession, type SessionOfTab, sessionOf, signInAs } from './page.ts';

const DESKTOP = { width: 1280, height: 900 };
/** Timeout of every wait for the browser or a page, in milliseconds. Long enough for a busy machine. */
const TIMEOUT_MS = 300_000;

export interface Browsing {
  /** Opens the console in a fresh browser profile and signs in as one of the sample users. */
  signIn(consoleUrl: string, user: string): Promise<Page>;
  /** Opens the console as a sample user. Each user has one browser profile, which signs in once for all visits. */
  visit(consoleUrl: string, user: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A browser profile, and the session of its last sign-in. */
interface Profile {
  readonly context: BrowserContext;
  session: SessionOfTab;
}

/** Defines a group of tests that share one Chromium. If none is installed, the tests are skipped with a message. */
export const describeInBrowser = (title: string, tests: (browsing: Browsing) => void): void => {
  const executablePath = CHROMIUM;
  if (executablePath === undefined) {
    console.log(
      `${title}: skipped, because no Chromium is installed (Debian: apt install chromium-headless-shell; or set CHROMIUM_PATH).`,
    );
    const absent = () => Promise.reject(new Error('No Chromium is installed.'));
    describe.skip(title, () => tests({ signIn: absent, visit: absent }));
    return;
  }
  describe(title, () => {
    let browser: Browser;
    const profiles = new Map<string, Profile>();
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'], timeout: TIMEOUT_MS });
    });
    afterAll(() => browser?.close());

    const signIn: Browsing['signIn'] = async (consoleUrl, user) => {
      const context = await contextOf(browser, {});
      return opened(context, consoleUrl, user);
    };
    const visit: Browsing['visit'] = async (consoleUrl, user, options = {}) => {
      const key = JSON.stringify([user, options]);
      const profile = profiles.get(key) ?? { context: await contextOf(browser, options), session: {} };
      profiles.set(key, profile);
      const page = await opened(profile.context, consoleUrl, user, profile.session);
      profile.session = await sessionOf(page);
      return page;
    };
    tests({ signIn, visit });
  });
};

const contextOf = async (browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> => {
  const defaults = { viewport: DESKTOP, locale: 'en-GB', reducedMotion: 'reduce' } as const;
  const context = await browser.newContext({ ...defaults, ...options });
  context.setDefaultTimeout(TIMEOUT_MS);
  return context;
};

/** Opens the console in a new tab with the given session. Signs in again if the session has expired. */
const opened = async (
  context: BrowserContext,
  consoleUrl: string,
  user: string,
  session: SessionOfTab = {},
): Promise<Page> => {
  const page = await context.newPage();
  await restoreSession(page, consoleUrl, session);
  await page.goto(consoleUrl);
  if (!(await isSignedIn(page, user))) await signInAs(page, user);
  return page;
};
