import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, signInAs, userField, userMenu } from '../support/page.ts';
import { type System, startSystem } from '../support/system.ts';

/** Paths of the pages that the browser has shown since. */
const pathsOf = (page: Page): readonly string[] => {
  const paths: string[] = [];
  page.on('framenavigated', (frame) => paths.push(new URL(frame.url()).pathname));
  return paths;
};

describeInBrowser('The sign-in', ({ signIn }) => {
  let system: System;
  let url: string;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  const opened = async (from: Page): Promise<Page> => {
    const page = await from.context().newPage();
    page.setDefaultTimeout(20_000);
    return page;
  };

  test('is one page, which everybody can use, and leads to the page that the user has asked for', async () => {
    const page = await opened(await signIn(url, 'reviewer-1'));
    await page.context().clearCookies();
    await page.goto(`${url}/reviews?tab=done`);
    await userField(page).waitFor();
    expect(new URL(page.url()).origin).toBe(system.endpoint);
    await page.getByText('Account applications').waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await signInAs(page, 'reviewer-2');
    await page.getByText('Nothing has been decided yet').waitFor();
    expect(new URL(page.url()).search).toBe('?tab=done');
    await page.context().close();
  });

  test('shows no page in a new tab while the user has a session', async () => {
    const first = await signIn(url, 'reviewer-1');
    const page = await opened(first);
    const paths = pathsOf(page);
    await page.goto(`${url}/applications`);
    await userMenu(page, 'reviewer-1').waitFor();
    await page.getByRole('heading', { name: 'Applications' }).waitFor();
    expect(paths.filter((path) => path.includes('/sign-in/'))).toEqual([]);
    await page.context().close();
  });

  test('is offered by the console after the session has ended, and returns to the same page', async () => {
    const page = await signIn(url, 'reviewer-1');
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/reviews?tab=mine`);
    await page.getByText('You have not claimed any review').waitFor();
    await page.route('**/oauth2/token', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant' } }));
    await page.route(/\/reviews\?state/, (route) => route.fulfill({ status: 401, json: {} }));
    await page.getByRole('tab', { name: 'Unassigned' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await userMenu(page, 'reviewer-1').waitFor();
    expect(new URL(page.url()).search).toBe('?tab=unassigned');
    await page.context().close();
  });

  test('says why it has failed, and does not repeat it without being asked', async () => {
    const page = await opened(await signIn(url, 'reviewer-1'));
    const paths = pathsOf(page);
    await page.goto(`${url}/?error=access_denied&state=unknown`);
    await page.getByText('The sign-in failed').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(paths.filter((path) => path !== '/')).toEqual([]);
    await page.context().close();
  });
});
