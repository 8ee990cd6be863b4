import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { V1 } from '../handlers/shared/check-rules/rules.ts';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks, holdTime } from '../support/page.ts';
import { eventually, mailbox, recordIn, type System, startSystem, submit } from '../support/system.ts';

const DEPTH = 'ApproximateNumberOfMessages';

const PAGES = [
  '/applications',
  '/applications/watched/run?state=Pending+Review',
  '/executions?status=RUNNING',
  '/bus',
  '/queues',
  '/queues/review-queue-dlq',
  '/archive',
  '/rules',
];
const MACHINE_PAGES = ['/machine/clock', '/machine/mailbox', '/machine/denied-calls'];

describeInBrowser('The console of an operator', ({ visit }) => {
  let system: System;
  let url: string;

  beforeAll(async () => {
    system = await startSystem();
    url = await consoleOf(system);
    await submit(system, { id: 'clean', name: 'Spock', address: '123 Enterprise Street' });
    await submit(system, { id: 'watched', name: 'evil Spock', address: '123 Enterprise Street' });
    await recordIn(system, 'watched', 'FLAGGED_FOR_REVIEW');
    await eventually('a mail', async () => (await mailbox(system)).length > 0 || undefined);
  });
  afterAll(() => system?.kill());

  const urlOf = async (QueueName: string) => (await system.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;

  test('has no accessibility violations, in light and dark mode, on a desktop and a phone', async () => {
    const page = await visit(url, 'operator-1');
    for (const path of [...PAGES, ...MACHINE_PAGES, '/nowhere']) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('Loading').first().waitFor({ state: 'detached' });
      expect({ path, found: await findingsInAllLooks(page) }).toEqual({ path, found: [] });
    }
    await page.close();
  });

  test('lists runs by status, each with its application', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/executions`);
    await page.getByText('No run has this status').waitFor();
    await page.getByRole('button', { name: 'Running' }).click();
    await page.getByRole('row').filter({ hasText: 'watched' }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=RUNNING');
    await page.close();
  });

  test('shows which rules match an event, and the reasons of the others', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/bus`);
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    const answers = page.getByRole('table', { name: 'Results' });
    await answers.getByRole('row').filter({ hasText: 'open-account' }).getByText('matches', { exact: true }).waitFor();
    const closing = answers.getByRole('row').filter({ hasText: 'close-review' });
    await closing.getByText('detail.reviewed must be [true,{"exists":false}]').waitFor();
    await page.getByLabel('Event').fill('no JSON');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('This is not a JSON object.').waitFor();
    await page.close();
  });

  test('previews a replay without changing anything, and then starts it', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/archive`);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText(/A replay would send \d+ events\. The preview has changed nothing\./).waitFor();
    const fates = page.getByRole('table', { name: 'Effect' });
    await fates.getByRole('row').filter({ hasText: 'Decided: nothing happens' }).waitFor();
    await fates.getByRole('row').filter({ hasText: 'In progress: its run is active' }).waitFor();
    await page.getByRole('button', { name: /^Replay \d+ events$/ }).click();
    const replays = page.getByRole('table', { name: 'Replays' });
    await replays.getByRole('row').filter({ hasText: 'replay-' }).getByText('Completed').first().waitFor();
    expect((await mailbox(system)).filter(({ subject }) => subject.startsWith('clean:'))).toHaveLength(1);
    await page.close();
  });

  test('tries rules on archived applications: a chart, counts before and after, and applications to look at', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/rules`);
    const rules = page.getByLabel('Rules', { exact: true });
    await rules.fill('{"version":2}');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByText('The file has no member lists').waitFor();
    const [, watched] = V1.checks.NAME;
    const version2 = { version: 2, lists: { 'watched-words': ['Spock'] }, checks: { NAME: [watched], ADDRESS: [] } };
    await rules.fill(JSON.stringify(version2));
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByText(/^\d+ applications\. Nothing was changed\.$/).waitFor();
    const results = page.getByRole('table', { name: 'Results' });
    await results.getByRole('row').filter({ hasText: 'Flagged' }).getByRole('link', { name: 'clean' }).waitFor();
    await page.getByRole('img', { name: 'Applications by result, before and after' }).waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });

  test('previews a redrive, and redrives dead-letter messages', async () => {
    const page = await visit(url, 'operator-1');
    const letter = { taskToken: 't', applicationId: 'dead', reasons: [], requestedAt: '2026-01-01T00:00:00Z' };
    const QueueUrl = await urlOf('review-queue-dlq');
    await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
    await page.goto(`${url}/queues`);
    const row = page.getByRole('row').filter({ hasText: 'review-queue-dlq' });
    await row.getByText('Dead letters').waitFor();
    await row.getByRole('link', { name: 'review-queue-dlq' }).click();
    const plan = page.getByRole('table', { name: 'Effect of a redrive' });
    await plan.getByRole('row').filter({ hasText: 'to the queue review-queue' }).waitFor();
    expect(await system.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [DEPTH] }))).toMatchObject({
      Attributes: { [DEPTH]: '1' },
    });
    await holdTime(page);
    await page.getByRole('button', { name: 'Redrive 1 messages' }).click();
    await page.getByText('1 messages were sent back.').waitFor();
    await page.getByText('The queue is empty').waitFor();
    await page.close();
  });

  test('redrives the selected dead-letter messages only', async () => {
    const page = await visit(url, 'operator-1');
    const QueueUrl = await urlOf('open-account-dlq');
    const letter = (id: string) => ({ 'detail-type': 'ApplicationApproved', detail: { applicationId: id } });
    for (const id of ['chosen', 'other']) {
      await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter(id)) }));
    }
    await page.goto(`${url}/queues/open-account-dlq`);
    const messages = page.getByRole('table', { name: 'Messages, at most 200' });
    const selectedOnes = page.getByRole('button', { name: /^Redrive \d selected$/ });
    expect(await selectedOnes.isDisabled()).toBe(true);
    await messages.getByRole('row').filter({ hasText: 'chosen' }).getByRole('checkbox').check();
    await holdTime(page);
    await selectedOnes.click();
    await page.getByText('1 messages were sent back.').waitFor();
    await messages.getByRole('row').filter({ hasText: 'chosen' }).waitFor({ state: 'detached' });
    await messages.getByRole('row').filter({ hasText: 'other' }).waitFor();
    await page.close();
  });

  test('shows the content of a dead-letter message without its task token to an operator, and none to an auditor', async () => {
    const QueueUrl = await urlOf('notify-dlq');
    const letter = { taskToken: 'secret-token', detail: { application: { id: 'unsent', name: 'Mr. Letter' } } };
    await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/queues/notify-dlq`);
    await page.getByRole('button', { name: /^Show the message / }).click();
    const panel = page.getByRole('complementary', { name: 'Message' });
    const content = panel.getByRole('region', { name: 'Content' });
    await content.getByText('"name": "Mr. Letter"').waitFor();
    expect(await content.textContent()).toContain('"taskToken": "(redacted)"');
    expect(await panel.textContent()).toContain('GIVEN_UP');
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    const address = page.url();
    await panel.getByRole('button', { name: 'Close' }).click();
    await panel.waitFor({ state: 'detached' });
    await page.close();

    const auditor = await visit(url, 'auditor-1');
    await auditor.goto(address);
    const readable = auditor.getByRole('complementary', { name: 'Message' });
    await readable.getByText('only operators and supervisors see it').waitFor();
    expect(await readable.textContent()).not.toContain('Letter');
    await auditor.goto(address.replace(/message=.*/, 'message=another'));
    await readable.getByText('The message another is no longer in the queue.').waitFor();
    await auditor.close();
  });

  test('shows dead-letter messages to a supervisor, without the redrive button', async () => {
    const page = await visit(url, 'supervisor-1');
    const QueueUrl = await urlOf('submissions-dlq');
    await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"detail":{}}' }));
    await page.goto(`${url}/queues/submissions-dlq`);
    await page.getByText('stays: its source is unknown').waitFor();
    expect(await page.getByRole('button', { name: /^Redrive/ }).count()).toBe(0);
    await page.close();
  });

  test('shows events as they are sent', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/bus`);
    await page.getByText('No event has been sent yet').waitFor();
    await submit(system, { id: 'passing', name: 'Spock', address: '123 Enterprise Street' });
    const live = page.getByRole('table', { name: 'Live' });
    await live.getByRole('row').filter({ hasText: 'ApplicationApproved' }).waitFor();
    await page.close();
  });

  test('shows the mails, and moves the clock', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/machine/mailbox`);
    await page.getByRole('cell', { name: 'clean: APPROVED' }).click();
    await page.getByText('The application was approved.').waitFor();
    await page.goto(`${url}/machine/clock`);
    await page.getByRole('textbox', { name: 'By' }).fill('2');
    await holdTime(page);
    await page.getByRole('button', { name: 'Move forward' }).click();
    await page.getByText(/^The clock was moved to/).waitFor();
    const { aheadSeconds } = (await (await fetch(`${url}/_local/clock`)).json()) as { aheadSeconds: number };
    expect(aheadSeconds).toBe(2 * 86_400);
    await page.close();
  });

  test('stops a run and redrives it, after a dialog that says what happens; supervisors cannot', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/applications/watched/run`);
    await page.getByRole('button', { name: 'Stop run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stop the run of watched?' });
    await dialog.getByText('the review closes: nobody can decide it any more').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await recordIn(system, 'watched', 'FLAGGED_FOR_REVIEW')).state).toBe('FLAGGED_FOR_REVIEW');
    await page.getByRole('button', { name: 'Stop run' }).click();
    await dialog.getByRole('button', { name: 'Stop run' }).click();
    await page.getByText('The run of watched is stopped').waitFor();
    await page.getByText('StoppedByOperator').first().waitFor();

    await page.getByRole('button', { name: 'Redrive run' }).click();
    const redriving = page.getByRole('dialog', { name: 'Redrive the run of watched?' });
    await redriving.getByText('The run continues in the state Pending Review.').waitFor();
    await redriving.getByRole('button', { name: 'Redrive run' }).click();
    await page.getByText('The run of watched continues, and its review is requested again').waitFor();
    await page.getByLabel('Pending Review: running').waitFor();
    await page.close();

    const other = await visit(url, 'supervisor-1');
    await other.goto(`${url}/applications/watched/run`);
    await other.getByLabel('Pending Review: running').waitFor();
    expect(await other.getByRole('button', { name: /^(Stop|Redrive) run$/ }).count()).toBe(0);
    await other.close();
  });

  test('finds events of a run by their type, and draws a time line of its states', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/applications/clean/run`);
    const history = page.getByRole('table', { name: 'History' });
    await history.getByText('ExecutionSucceeded').waitFor();
    const all = await history.getByRole('row').count();
    await page.getByRole('searchbox', { name: 'Find events by type, state or error' }).fill('parallel');
    await history.getByText('ExecutionSucceeded').waitFor({ state: 'detached' });
    const found = await history.getByRole('row').count();
    expect(found).toBeGreaterThan(1);
    expect(found).toBeLessThan(all);
    await page.getByRole('searchbox', { name: 'Find events by type, state or error' }).fill('no such event');
    await page.getByText('No event matches').waitFor();
    const states = await page.locator('.time-line li').allInnerTexts();
    expect(states[0]).toMatch(/^Register Application\s+\d+ (ms|sec)$/);
    expect(states.at(-1)).toContain('Approve Application');
    await page.close();
  });

  test('updates a run that waits for a reviewer, until it has ended', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/applications/watched/run`);
    const state = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}:`) });
    await state('Pending Review').and(page.getByLabel('Pending Review: running')).waitFor();
    expect(await state('Approve Application').getAttribute('aria-label')).toBe('Approve Application: not reached');
    const supervisor = await signIn(system, 'supervisor-1');
    expect((await supervisor.post('/reviews/watched/decision', { decision: 'APPROVE' })).status).toBe(200);
    await page.getByLabel('Approve Application: succeeded').waitFor();
    await page.getByText('Succeeded', { exact: true }).waitFor();
    await state('Check Name').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Output' }).getByText('"flagged": true').waitFor();
    await page.close();
  });

  test('shows the progress of a long move of the clock, and stops it', async () => {
    const page = await visit(url, 'operator-1');
    await page.goto(`${url}/machine/clock`);
    await page.getByRole('textbox', { name: 'By' }).fill('9999');
    await page.getByRole('button', { name: 'Move forward' }).click();
    await page.getByText('The clock is moving', { exact: true }).waitFor();
    await holdTime(page);
    await page.getByRole('button', { name: 'Stop here' }).click();
    await page.getByText(/^The clock was moved to/).waitFor();
    const clock = (await (await fetch(`${url}/_local/clock`)).json()) as { aheadSeconds: number; movingTo?: string };
    expect(clock.movingTo).toBeUndefined();
    expect(clock.aheadSeconds).toBeLessThan(9_999 * 86_400);
    await page.close();
  });
});
