import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, holdTime, releaseTime } from '../support/page.ts';
import { recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

/** A day within the allowed time. */
const UNTIL = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);

describeInBrowser('The console', ({ visit }) => {
  let system: System;
  let url: string;
  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  const flagged = async (id: string): Promise<void> => {
    await submit(system, { id, name: 'evil Spock', address: '123 Enterprise Street' });
    await reviewIn(system, id, 'PENDING');
  };

  test('takes the next case with one button, and says so if there is none', async () => {
    await flagged('take-1');
    const page = await visit(url, 'reviewer-1');
    await page.getByRole('button', { name: 'Take the next case' }).click();
    await page.getByRole('heading', { name: 'Review of take-1' }).waitFor();
    await page.getByText(/^reviewer-1, until/).waitFor();
    const other = await visit(url, 'reviewer-2');
    await other.getByRole('row').filter({ hasText: 'take-1' }).waitFor();
    await holdTime(other);
    await other.keyboard.press('n');
    await other.getByText('There is no case for you.').waitFor();
    await other.getByRole('searchbox', { name: 'Find an application or a reviewer' }).fill('take');
    await other.getByRole('button', { name: 'Take the next case' }).waitFor({ state: 'detached' });
    await (await signIn(system, 'reviewer-1')).post('/reviews/take-1/decision', { decision: 'APPROVE' });
    await recordIn(system, 'take-1', 'APPROVED');
    await page.close();
    await other.close();
  });

  test('has a dialog for the last day out of office, releases the cases, and shows a banner until the reviewer is back', async () => {
    await flagged('held-1');
    const reviewer = await signIn(system, 'reviewer-1');
    await reviewer.post('/reviews/next');
    const page = await visit(url, 'reviewer-1');
    await page.getByRole('button', { name: 'reviewer-1' }).click();
    await page.getByRole('menuitem', { name: 'Out of office' }).click();
    await page.getByRole('button', { name: 'I am away' }).click();
    await page.getByText('Choose a day from today to 366 days from now.').waitFor();
    await holdTime(page);
    await page.getByPlaceholder('YYYY/MM/DD').fill(UNTIL.replaceAll('-', '/'));
    await page.getByRole('button', { name: 'I am away' }).click();
    await page.getByText('These cases are free again: held-1').waitFor();
    await page.getByText(/^You are out of office until /).waitFor();
    await releaseTime(page);
    expect((await reviewer.get('/me')).body.awayUntil).toBe(UNTIL);
    await page.getByRole('button', { name: 'Take the next case' }).click();
    await page.getByText(`reviewer-1 is out of office until ${UNTIL}.`).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'I am back' }).click();
    await page.getByText(/^You are out of office until /).waitFor({ state: 'detached' });
    expect((await reviewer.get('/me')).body.awayUntil).toBeUndefined();
    await page.close();
  });

  test('names the people who are out of office where a supervisor assigns a case', async () => {
    await (await signIn(system, 'reviewer-2')).post('/absences/reviewer-2', { until: UNTIL });
    const page = await visit(url, 'supervisor-1');
    await page.goto(`${url}/reviews/held-1`);
    await page.getByText(/^Out of office: reviewer-2 \(until /).waitFor();
    await page.getByLabel('Assign to').fill('reviewer-2');
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText(`reviewer-2 is out of office until ${UNTIL}.`).waitFor();
    await page.close();
  });
});
