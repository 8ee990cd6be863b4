import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Person, signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, holdTime } from '../support/page.ts';
import { advance, recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

const TWO_PEOPLE = ['--context', 'reviewPolicy=workflow/review-policy.json'];
const DAY_SECONDS = 86_400;

describeInBrowser('A case in the console', ({ visit }) => {
  let system: System;
  let url: string;

  /**
   * Submits applications that both checks flag, so that each needs two people; one after the other, so that their reviews
   * are requested in this order.
   */
  const flagged = async (...ids: readonly string[]): Promise<void> => {
    for (const id of ids) {
      await submit(system, { id, name: 'evil Spock', address: 'nowhere' });
      await reviewIn(system, id, 'PENDING');
    }
  };
  const decide = async (person: Person, id: string, decision: Record<string, string>): Promise<void> => {
    const answered = await person.post(`/reviews/${id}/decision`, decision);
    expect(answered).toMatchObject({ status: 200 });
  };
  /** Values of the decision card by label, for each person in the order of the decisions. */
  const cardOf = async (page: Page): Promise<readonly Record<string, string>[]> => {
    const lists = page.locator('dl').filter({ hasText: 'Decided by' });
    await lists.first().waitFor();
    const all: Record<string, string>[] = [];
    for (const list of await lists.all()) {
      const labels = await list.locator('dt').allTextContents();
      const values = await list.locator('dd').allTextContents();
      all.push(Object.fromEntries(labels.map((label, at) => [label, values[at] ?? ''])));
    }
    return all;
  };

  beforeAll(async () => {
    system = await startSystem(...TWO_PEOPLE);
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  test('does not show the first of two decisions to the second person', async () => {
    await flagged('blind-1');
    const secret = { decision: 'REJECT', reasonCode: 'OTHER', comment: 'I know this person' };
    await decide(await signIn(system, 'reviewer-2'), 'blind-1', secret);
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/blind-1`);
    await page.getByText('reviewer-2 decided. A second person must decide too.').waitFor();
    expect(await page.locator('dl').filter({ hasText: 'Decided by' }).count()).toBe(0);
    expect(await page.getByText('I know this person').count()).toBe(0);
    await page.close();
  });

  test('shows both decisions with people, reasons, comments, and which of them was late', async () => {
    await flagged('card-1');
    const rejection = { decision: 'REJECT', reasonCode: 'ADDRESS_NOT_CONFIRMED', comment: 'No such street' };
    await decide(await signIn(system, 'reviewer-1'), 'card-1', rejection);
    await advance(system, 4 * DAY_SECONDS);
    await decide(await signIn(system, 'reviewer-2'), 'card-1', { decision: 'REJECT', reasonCode: 'OTHER' });
    await recordIn(system, 'card-1', 'REJECTED');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/card-1`);
    const cards = await cardOf(page);
    expect(cards).toMatchObject([
      {
        Decision: 'rejected',
        'Decided by': 'reviewer-1',
        Reason: 'The address is not confirmed',
        Comment: 'No such street',
        'In time': 'yes',
      },
      { Decision: 'rejected', 'Decided by': 'reviewer-2', Reason: 'Another reason', Comment: '–' },
    ]);
    expect(cards[1]?.['In time']).toMatch(/^no, 1 day.* after the due date$/);
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('is closed and offers no decision if its run was aborted', async () => {
    await flagged('aborted-1');
    const { run } = await reviewIn(system, 'aborted-1', 'PENDING');
    await system.sfn.send(new StopExecutionCommand({ executionArn: String(run) }));
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/aborted-1`);
    await page.getByText('Closed: the run was aborted. This review cannot be decided.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await page.getByText('Nobody decided').count()).toBe(0);
    await page.close();
  });

  test('is followed by the next one of the list from which it was opened, and leads back to its row', async () => {
    await flagged('queue-1', 'queue-2', 'queue-3');
    const page = await visit(url, 'reviewer-1');
    const heading = (id: string) => page.getByRole('heading', { name: `Review of ${id}` });
    const focusedLink = (id: string) => page.locator('tr a:focus').filter({ hasText: id }).waitFor();
    const list = '?q=queue-&sort=requestedAt&order=desc';
    await page.goto(`${url}/reviews${list}`);
    await page.getByRole('row').filter({ hasText: 'queue-1' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading('queue-3').waitFor();
    await page.getByText('1 of 3', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.getByText('2 of 3', { exact: true }).waitFor();
    await page.goBack();
    await focusedLink('queue-2');
    expect(new URL(page.url()).search).toBe(list);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading('queue-1').waitFor();
    await page.keyboard.press('i');
    await focusedLink('queue-1');
    expect(new URL(page.url()).search).toBe(list);
    await page.close();
  });

  test('is returned to the applicant with a reason and questions, and shows the answer in its next review', async () => {
    await flagged('return-1');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/return-1?q=return-`);
    await page.getByRole('button', { name: 'Return', exact: true }).waitFor();
    await page.keyboard.press('b');
    await page.getByRole('heading', { name: 'Return return-1 to the applicant?' }).waitFor();
    await page.getByRole('button', { name: 'Return', exact: true }).last().click();
    await page.getByText('This decision needs a reason.').waitFor();
    await page.getByText('Ask at least one question.').waitFor();
    await page.getByRole('radio', { name: 'The address is unclear' }).click();
    await page
      .getByRole('textbox', { name: 'Questions to the applicant' })
      .fill('Which street is it?\nAnd which number?\n');
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await holdTime(page);
    await page.getByRole('button', { name: 'Return', exact: true }).last().click();
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('return-1: returned to the applicant.', { exact: true }).waitFor();
    await recordIn(system, 'return-1', 'INFORMATION_REQUESTED');
    const operator = await signIn(system, 'operator-1');
    const application = { version: 2, address: 'no such place' };
    expect((await operator.post('/applications/return-1/amendments', { application })).status).toBe(202);
    await reviewIn(system, 'return-1', 'PENDING');
    await page.goto(`${url}/reviews/return-1`);
    const answers = page.getByText('Questions and answers').locator('xpath=ancestor::*[.//ul][1]');
    await answers.getByText('Which street is it?').waitFor();
    await answers.getByText('And which number?').waitFor();
    await answers.getByText('Address: no such place').waitFor();
    await page.close();
  });

  test('opens again, in the list from which it was opened, if its decision is undone', async () => {
    await flagged('again-1', 'again-2');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/again-1?q=again-&sort=requestedAt&decide=approve`);
    await page.getByRole('heading', { name: 'Approve again-1?' }).waitFor();
    await page.getByText('1 of 2', { exact: true }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Review of again-2' }).waitFor();
    await page.keyboard.press('u');
    await page.getByRole('heading', { name: 'Review of again-1' }).waitFor();
    await page.getByText('1 of 2', { exact: true }).waitFor();
    await page.close();
  });
});
