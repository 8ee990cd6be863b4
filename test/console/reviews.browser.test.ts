import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, holdTime, userField } from '../support/page.ts';
import { advance, eventually, everyEightHours, recordIn, type System, startSystem, submit } from '../support/system.ts';

/** Script for the page. It lets one-second timers fire between the response to a decision and React's next render. */
const TICK_WITH_THE_ANSWER = `
  const { setInterval, clearInterval, fetch } = window;
  const ticks = new Map();
  window.setInterval = (tick, ms) => {
    const timer = setInterval(tick, ms);
    if (ms === 1_000) ticks.set(timer, tick);
    return timer;
  };
  window.clearInterval = (timer) => {
    ticks.delete(timer);
    clearInterval(timer);
  };
  const tickOnceHandled = async () => {
    for (let turn = 0; turn < 50; turn++) await undefined;
    for (const tick of ticks.values()) tick();
  };
  window.fetch = async (url, init) => {
    const answer = await fetch(url, init);
    if (!String(url).endsWith('/decision')) return answer;
    const body = await answer.json();
    return Object.assign(answer, { json: async () => (void tickOnceHandled(), body) });
  };`;

describeInBrowser('The console of a reviewer', ({ signIn: signInAnew, visit }) => {
  let system: System;
  let url: string;

  /** Submits applications that need a review, and waits until the reviews are in the ledger. */
  const flagged = async (...ids: readonly string[]): Promise<void> => {
    const supervisor = await signIn(system, 'supervisor-1');
    for (const id of ids) await submit(system, { id, name: 'evil Spock', address: '123 Enterprise Street' });
    for (const id of ids)
      await eventually(
        `${id} in the ledger`,
        async () => (await supervisor.get(`/reviews/${id}`)).status === 200 || undefined,
      );
  };
  const row = (page: Page, id: string) => page.getByRole('row').filter({ hasText: id });

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
  });
  afterAll(() => system?.kill());

  test('signs in and out, and shows no data after sign-out', async () => {
    const page = await signInAnew(url, 'reviewer-1');
    await page.getByRole('heading', { name: 'Reviews' }).waitFor();
    await page.getByRole('button', { name: 'reviewer-1' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await userField(page).waitFor();
    await page.goto(`${url}/reviews`);
    await userField(page).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await page.close();
  });

  test('shows a review within a second of its request, and decides it with three keys', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.getByText('Nothing to review').waitFor();
    await flagged('keys-1', 'keys-2');
    await row(page, 'keys-2').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Approve keys-1?' }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Review of keys-2' }).waitFor();
    await page.getByText(/^keys-1 will be approved in \d+ s/).waitFor();
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('keys-1: approved.', { exact: true }).waitFor();
    await recordIn(system, 'keys-1', 'APPROVED');
    await page.close();
  });

  test('asks for a reason and sends it with the rejection', async () => {
    await flagged('reject-1');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/reject-1?decide=reject`);
    const form = page.locator('form').filter({ hasText: 'Reject reject-1?' });
    await form.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByText('This decision needs a reason.').waitFor();
    await form.getByRole('radio', { name: 'The address is not confirmed' }).click();
    await holdTime(page);
    await form.getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByRole('button', { name: 'Send now' }).click();
    const record = await recordIn(system, 'reject-1', 'REJECTED');
    expect(record.decision).toMatchObject({ decision: 'REJECT', reviewer: 'reviewer-1' });
    await page.close();
  });

  test('shows the result of a decision, even if its countdown ticks before the page renders without it', async () => {
    await flagged('tick-1');
    const page = await visit(url, 'reviewer-1');
    await page.addInitScript(TICK_WITH_THE_ANSWER);
    await page.goto(`${url}/reviews/tick-1?decide=approve`);
    await page.getByRole('heading', { name: 'Approve tick-1?' }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('tick-1: approved.', { exact: true }).waitFor();
    await recordIn(system, 'tick-1', 'APPROVED');
    await page.close();
  });

  test('shows facts and decision side by side; the rule, the decision and its reason stay in view', async () => {
    await flagged('desk-1', 'desk-2');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews?q=desk-`);
    await page.getByRole('link', { name: 'desk-1' }).click();
    const heading = page.getByRole('heading', { level: 1, name: 'Review of desk-1' });
    await heading.waitFor();
    await page.locator('h1:focus').waitFor();
    const aside = page.getByRole('complementary', { name: 'Decision' });
    await aside.getByText('A name that contains "evil" needs a review by a person.').waitFor();
    const [facts, decision] = await Promise.all([
      page.getByRole('heading', { name: 'Submitted data' }).boundingBox(),
      aside.boundingBox(),
    ]);
    expect(decision?.x).toBeGreaterThan(facts?.x ?? Number.NaN);
    await page.getByRole('heading', { name: 'Other applications of this person' }).scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 5_000);
    expect((await aside.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('r');
    await page.locator('input[type=radio]:focus').waitFor();
    await page.keyboard.press('3');
    await page.getByRole('radio', { name: 'The applicant is known already', checked: true }).waitFor();
    await page.getByRole('textbox', { name: 'Comment' }).fill('seen before');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Next case' }).click();
    await page.getByRole('heading', { level: 1, name: 'Review of desk-2' }).waitFor();
    await page.keyboard.press('k');
    await heading.waitFor();
    await page.keyboard.press('r');
    const comment = page.getByRole('textbox', { name: 'Comment' });
    expect(await comment.inputValue()).toBe('seen before');
    await holdTime(page);
    await comment.press('Control+Enter');
    await page.getByRole('button', { name: 'Send now' }).click();
    await recordIn(system, 'desk-1', 'REJECTED');
    const { body } = await (await signIn(system, 'reviewer-1')).get('/reviews/desk-1');
    expect(body.decision).toMatchObject({ reasonCode: 'DUPLICATE_APPLICANT', comment: 'seen before' });
    await page.close();
  });

  test('folds the steps of the workflow in what happened, and shows them on demand', async () => {
    await flagged('steps-1');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/steps-1`);
    const happened = page.getByRole('treegrid', { name: 'What happened' });
    await happened
      .getByText(/^Automatic steps: \d+, /)
      .first()
      .waitFor();
    expect(await happened.getByText('Check Name', { exact: true }).count()).toBe(0);
    await happened.getByRole('button', { name: 'Show the steps' }).first().click();
    await happened.getByText('Check Name', { exact: true }).waitFor();
    await page.close();
  });

  test('sends nothing if a decision is undone within ten seconds', async () => {
    await flagged('undo-1');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/undo-1?decide=approve`);
    await page.getByRole('heading', { name: 'Approve undo-1?' }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByText(/^undo-1 will be approved/).waitFor();
    await page.keyboard.press('u');
    await page.getByText('undo-1: the decision was undone and not sent.', { exact: true }).waitFor();
    await page.goto(`${url}/reviews/undo-1`);
    await page.getByText('Pending', { exact: true }).waitFor();
    await page.close();
  });

  test('sends nothing if the page is closed within ten seconds, and reports this when the page is opened again', async () => {
    await flagged('closed-1');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/closed-1?decide=approve`);
    await page.getByRole('heading', { name: 'Approve closed-1?' }).waitFor();
    await holdTime(page);
    await page.keyboard.press('Enter');
    await page.getByText(/^closed-1 will be approved/).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page
      .getByText(/^closed-1 was to be approved, but the page was closed before the decision was sent\./)
      .waitFor();
    const { body } = await (await signIn(system, 'reviewer-1')).get('/reviews/closed-1');
    expect(body.state).toBe('PENDING');
    await page.close();
  });

  test('accepts one of two concurrent decisions, and shows the other reviewer who decided and when', async () => {
    await flagged('race-1');
    const [first, second] = await Promise.all([visit(url, 'reviewer-1'), visit(url, 'reviewer-2')]);
    for (const page of [first, second]) {
      await page.goto(`${url}/reviews/race-1?decide=approve`);
      await page.getByRole('heading', { name: 'Approve race-1?' }).waitFor();
      await holdTime(page);
      await page.keyboard.press('Enter');
      await page.getByText(/^race-1 will be approved/).waitFor();
    }
    await first.getByRole('button', { name: 'Send now' }).click();
    await first.getByText('race-1: approved.', { exact: true }).waitFor();
    await second.getByRole('button', { name: 'Send now' }).click();
    const told = second.getByText(/^race-1: the decision was not accepted\./);
    await told.waitFor();
    expect(await told.textContent()).toMatch(/reviewer-1 decided first: approved, .*2026|has changed since/);
    await Promise.all([first.close(), second.close()]);
  });

  test('shows the claim of another reviewer within a second', async () => {
    await flagged('claim-1');
    const page = await visit(url, 'reviewer-1');
    await row(page, 'claim-1').waitFor();
    const other = await signIn(system, 'reviewer-2');
    expect((await other.post('/reviews/claim-1/claim')).status).toBe(200);
    await row(page, 'claim-1').getByText('reviewer-2').waitFor();
    await page.goto(`${url}/reviews/claim-1`);
    await page.getByRole('button', { name: 'Claim' }).waitFor({ state: 'detached' });
    await page.getByText(/^reviewer-2, until/).waitFor();
    await page.close();
  });

  test('asks the API for nothing in an idle tab, and shows new reviews and claims at once', async () => {
    await flagged('idle-1');
    const page = await signInAnew(url, 'reviewer-1');
    await page.clock.install();
    let loads = 0;
    const inFlight = new Set<Request>();
    page.on('request', (request) => {
      if (!new URL(request.url()).pathname.endsWith('/reviews')) return;
      loads += 1;
      inFlight.add(request);
    });
    page.on('requestfinished', (request) => inFlight.delete(request));
    page.on('requestfailed', (request) => inFlight.delete(request));
    // Nobody waits any more for what the page before the reload had asked for.
    page.on('framenavigated', () => inFlight.clear());
    await page.reload();
    await row(page, 'idle-1').waitFor();
    const answerOfTheServer = () => page.evaluate('fetch("/_local/clock").then((answer) => answer.text())');
    /** Lets the page's timers run; resolves when the list has been loaded as often as they caused it. */
    const pass = async (time: string): Promise<number> => {
      await page.clock.fastForward(time);
      await answerOfTheServer();
      await eventually('the answers', async () => (inFlight.size === 0 ? true : undefined));
      await answerOfTheServer();
      return loads;
    };
    // Changes from before the stream of changes was open are in this last poll.
    const before = await eventually('the end of the polls', async () => {
      const known = loads;
      for (let count = 0; count < 3; count += 1) await pass('00:10');
      return loads === known ? known : undefined;
    });
    expect(await pass('05:00')).toBe(before);
    await flagged('idle-2');
    await row(page, 'idle-2').waitFor();
    const reviewer = await signIn(system, 'reviewer-2');
    expect((await reviewer.post('/reviews/idle-2/claim')).status).toBe(200);
    await row(page, 'idle-2').filter({ hasText: 'reviewer-2' }).waitFor();
    await page.close();
  });

  test('keeps tab, search and order in the URL', async () => {
    await flagged('filter-1', 'filter-2');
    const page = await visit(url, 'reviewer-1');
    await page.getByPlaceholder('Find an application or a reviewer').fill('filter-2');
    await row(page, 'filter-1').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Unassigned' }).click();
    expect(new URL(page.url()).search).toBe('?tab=unassigned&q=filter-2');
    await page.reload();
    await row(page, 'filter-2').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'filter-' }).count()).toBe(1);
    await page.getByPlaceholder('Find an application or a reviewer').fill('nobody-has-this');
    await page.getByText('No review matches').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await row(page, 'filter-1').waitFor();
    await page.close();
  });

  test('keeps views under names of the user’s choice, over a reload, until they are deleted', async () => {
    await flagged('view-1', 'view-2');
    const page = await visit(url, 'reviewer-2');
    await page.getByPlaceholder('Find an application or a reviewer').fill('view-2');
    await row(page, 'view-1').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save this view' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Enter a name.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Second');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Second' }).waitFor();
    await page.goto(`${url}/reviews`);
    await row(page, 'view-1').waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Second' }).click();
    await row(page, 'view-1').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?q=view-2');
    await page.getByRole('button', { name: 'Second' }).click();
    await page.getByRole('menuitem', { name: 'Delete a view' }).click();
    await page.getByRole('menuitem', { name: 'Second' }).last().click();
    await page.getByRole('button', { name: 'Views' }).waitFor();
    await page.close();
  });

  test('is in German if the user chooses German', async () => {
    const page = await visit(url, 'reviewer-1', { locale: 'de-DE' });
    await page.getByRole('heading', { name: 'Prüfungen' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.close();
  });

  test('shows the required roles to a user who may not see a page', async () => {
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/machine/clock`);
    await page.getByText('Your role may not see this page').waitFor();
    const links = page.getByRole('navigation', { name: 'Navigation' }).getByRole('link');
    expect(await links.filter({ hasText: 'Clock' }).count()).toBe(0);
    await page.close();
  });

  test('has no accessibility violations, in light and dark mode, on a desktop and a phone', async () => {
    await flagged('axe-1');
    const page = await visit(url, 'supervisor-1');
    for (const path of ['/reviews', '/reviews?tab=done', '/reviews/axe-1', '/reviews/axe-1?decide=reject']) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('Loading').first().waitFor({ state: 'detached' });
      expect({ path, found: await findingsInAllLooks(page) }).toEqual({ path, found: [] });
    }
    await page.close();
  });

  test('shows that a review has expired, and has no buttons to decide it', async () => {
    await flagged('expired-1');
    await everyEightHours(system);
    await advance(system, 31 * 86_400);
    await recordIn(system, 'expired-1', 'REVIEW_EXPIRED');
    const page = await visit(url, 'reviewer-1');
    await page.goto(`${url}/reviews/expired-1`);
    await page.getByText('Nobody decided before the deadline. This review has expired.').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.close();
  });
});
