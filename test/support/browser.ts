import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM } from './browser-path.ts';
import { signInAs } from './page.ts';

const DESKTOP = { width: 1280, height: 900 };

/** A person at a browser of their own, signed in to the console. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
}

export interface Browsing {
  /** Opens the console in a fresh browser profile and signs in as one of the sample users. */
  visit(consoleUrl: string, user: string, options?: BrowserContextOptions): Promise<Visitor>;
}

/** Tests with one Chromium; they are skipped, saying so, where there is none. */
export const describeInBrowser = (title: string, tests: (browsing: Browsing) => void): void => {
  const executablePath = CHROMIUM;
  if (executablePath === undefined) {
    console.log(`${title}: skipped, as there is no Chromium (Debian: apt install chromium; or set CHROMIUM_PATH).`);
    describe.skip(title, () => tests({ visit: () => Promise.reject(new Error('There is no Chromium.')) }));
    return;
  }
  describe(title, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    });
    afterAll(() => browser?.close());
    tests({
      visit: async (consoleUrl, user, options = {}) => {
        const context = await browser.newContext({
          viewport: DESKTOP,
          locale: 'en-GB',
          reducedMotion: 'reduce',
          ...options,
        });
        context.setDefaultTimeout(15_000);
        const page = await context.newPage();
        await page.goto(consoleUrl);
        await signInAs(page, user);
        return { page, context };
      },
    });
  });
};
