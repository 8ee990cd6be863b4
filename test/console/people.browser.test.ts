import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks } from '../support/page.ts';
import { eventually, recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

const SPOCK = { name: 'evil Spock', address: '7 Vulcan Road', email: 'spock@mail.example' };

describeInBrowser('People in the console', ({ visit }) => {
  let system: System;
  let url: string;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    await submit(system, { id: 'former-1', ...SPOCK, name: 'Mr. Spock' });
    await recordIn(system, 'former-1', 'APPROVED');
    await submit(system, { id: 'former-2', name: 'EVIL SPOCK', address: 'nowhere' });
    await submit(system, { id: 'case-1', ...SPOCK });
    await submit(system, { id: 'other-1', name: 'evil Kirk', address: '1 Iowa Road' });
    for (const id of ['former-2', 'case-1', 'other-1']) await reviewIn(system, id, 'PENDING');
    const reviewer = await signIn(system, 'reviewer-1');
    await eventually('the entries of the index', async () => {
      const { body } = await reviewer.get('/applications/case-1/related');
      return (body.items as readonly unknown[]).length === 2 ? true : undefined;
    });
  });
  afterAll(() => system?.kill());

  test('A case shows the other applications of the person, with state and what agrees, one click away', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/case-1`);
    const others = page.getByRole('table', { name: 'Other applications of this person' });
    const rowOf = (id: string) => others.getByRole('row').filter({ hasText: id });
    await rowOf('former-1').filter({ hasText: 'Approved' }).waitFor();
    expect(await rowOf('former-1').locator('td').nth(1).textContent()).toBe('AddressE-mail');
    expect(await rowOf('former-2').locator('td').nth(1).textContent()).toBe('Name');
    await rowOf('former-2').filter({ hasText: 'In review' }).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await others.getByRole('link', { name: 'former-2' }).click();
    await page.getByRole('heading', { name: 'Review of former-2' }).waitFor();
    await others.getByRole('link', { name: 'case-1' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Review of case-1' }).waitFor();
    await others.getByRole('link', { name: 'former-1' }).click();
    await page.getByRole('heading', { name: 'Run of former-1' }).waitFor();
    await page.close();
  });

  test('A case has the name as its headline, every submitted member, and the flagged part marked in its value', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/case-1`);
    await page.getByRole('heading', { level: 1, name: 'evil Spock Review of case-1' }).waitFor();
    expect(await page.title()).toBe('Review of case-1 – Account applications');
    const facts = page.locator('dl').filter({ hasText: 'Submitted by' });
    const labels = await facts.locator('dt').allTextContents();
    const values = await facts.locator('dd').allTextContents();
    expect(Object.fromEntries(labels.map((label, at) => [label, values[at]]))).toMatchObject({
      Name: 'evil Spock',
      Address: '7 Vulcan Road',
      'E-mail': 'spock@mail.example',
      'Submitted by': 'an event on the bus',
    });
    expect(await facts.locator('mark').allTextContents()).toEqual(['evil']);
    const checks = page.getByRole('table', { name: 'Checks' });
    expect(await checks.locator('mark').allTextContents()).toEqual(['evil']);
    await page.goto(`${url}/reviews/former-2`);
    await page.getByRole('heading', { level: 1, name: 'EVIL SPOCK' }).waitFor();
    expect(await facts.locator('mark').allTextContents()).toEqual(['nowhere']);
    await page.close();
  });

  test('The list of reviews shows name, address, the flagged value and who submitted', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews`);
    const row = page.getByRole('row').filter({ hasText: 'case-1' });
    await row.filter({ hasText: '7 Vulcan Road' }).waitFor();
    expect(await row.locator('mark').allTextContents()).toEqual(['evil']);
    await page.getByRole('columnheader', { name: 'Submitted by' }).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('The list of reviews finds an applicant, and keeps the name out of every URL, also in the case and back', async () => {
    const page = await visit(url, 'reviewer-1');
    page.setDefaultTimeout(60_000);
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    await page.goto(`${url}/reviews`);
    const rowOf = (id: string) => page.getByRole('row').filter({ hasText: id });
    const field = page.getByRole('searchbox', { name: 'Find an applicant' });
    await rowOf('other-1').waitFor();
    await field.fill('s');
    await page.getByText('Type at least two letters.').waitFor();
    await field.fill('spo');
    await page.getByText('2 of 3').waitFor();
    await rowOf('other-1').waitFor({ state: 'detached' });
    await rowOf('former-2').waitFor();
    expect(await rowOf('case-1').locator('mark').allTextContents()).toEqual(['evil']);
    await page.getByRole('tab', { name: 'Done' }).click();
    await page.getByText('No review matches').waitFor();
    await page.getByRole('tab', { name: 'Pending' }).click();
    await rowOf('former-2').waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await rowOf('former-2').getByRole('link').click();
    await page.getByText('1 of 2').waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Review of case-1' }).waitFor();
    await page.getByText('2 of 2').waitFor();
    await page.keyboard.press('i');
    await page.getByText('2 of 3').waitFor();
    expect(await field.inputValue()).toBe('spo');
    await field.fill('spo nobody');
    await page.getByText('No review matches').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await rowOf('other-1').waitFor();
    expect([...urls, page.url()].filter((each) => /spo/i.test(each))).toEqual([]);
    await page.close();
  });

  test('A search by the beginning of a word finds applicants, and leaves the text out of the URL', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/applications`);
    const found = page.getByRole('table', { name: 'Applications' });
    await page.getByRole('searchbox', { name: 'Find by name, address or e-mail' }).fill('vulc');
    await found.getByRole('row').filter({ hasText: 'case-1' }).filter({ hasText: 'evil Spock' }).waitFor();
    await found.getByRole('row').filter({ hasText: 'former-1' }).filter({ hasText: 'Mr. Spock' }).waitFor();
    expect(await found.getByRole('row').filter({ hasText: 'former-2' }).count()).toBe(0);
    expect(page.url()).not.toContain('vulc');
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await found.getByRole('link', { name: 'case-1' }).click();
    await page.getByRole('heading', { name: 'Run of case-1' }).waitFor();
    await page.goBack();
    await found.getByRole('row').filter({ hasText: 'former-1' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Type a command' }).fill('spo now');
    await page.getByRole('button', { name: 'Find applicants: spo now' }).waitFor();
    await page.keyboard.press('Enter');
    await found.getByRole('row').filter({ hasText: 'former-2' }).waitFor();
    expect(await found.getByRole('row').filter({ hasText: 'former-1' }).count()).toBe(0);
    await page.close();
  });
});
