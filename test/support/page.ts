import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core');

/** Goes through the sign-in of the one-machine issuer, from the console's own page back to it. */
export const signInAs = async (page: Page, user: string): Promise<void> => {
  await page.getByRole('button', { name: /^(Sign in|Anmelden)$/ }).click();
  await page.getByLabel('Your name').fill(user);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: user }).first().waitFor();
};

const LOOKS = [
  { look: 'light, desktop', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { look: 'dark, desktop', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { look: 'dark, phone', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { look: 'light, phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** What axe finds on the page in light and dark, at the width of a desktop and of a phone, each with where. */
export const findingsInAllLooks = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { look, colorScheme, viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    found.push(...(await axeFindings(page)).map((finding) => `${look}: ${finding}`));
  }
  return found;
};

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds against WCAG 2.2 AA on the page as it stands; empty when nothing. */
const axeFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((found) => found.violations)`,
  )) as readonly Violation[];
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`));
};
