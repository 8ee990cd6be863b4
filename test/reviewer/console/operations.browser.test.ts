import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../../support/api.ts';
import { describeInBrowser } from '../../support/browser.ts';
import { consoleOf } from '../../support/console.ts';
import { findingsInAllLooks } from '../../support/page.ts';
import { eventually, mailbox, recordIn, type System, startSystem, submit } from '../../support/system.ts';

const PAGES = [
  '/applications',
  '/applications/watched/run?state=Pending+Review',
  '/executions?status=RUNNING',
  '/bus',
  '/archive',
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
    await eventually('A mail', async () => (await mailbox(system)).length > 0 || undefined);
  }, 90_000);
  afterAll(() => system?.kill());

  test('has nothing that keeps people out, in light and dark, on a desktop and a phone', async () => {
    const { page, context } = await visit(url, 'operator-1');
    for (const path of [...PAGES, ...MACHINE_PAGES, '/nowhere']) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByText('Loading').waitFor({ state: 'detached' });
      expect({ path, found: await findingsInAllLooks(page) }).toEqual({ path, found: [] });
    }
    await context.close();
  });

  test('lists runs by status, each with its application', async () => {
    const { page, context } = await visit(url, 'operator-1');
    await page.goto(`${url}/executions`);
    await page.getByText('No run has this status').waitFor();
    await page.getByRole('button', { name: 'RUNNING' }).click();
    await page.getByRole('row').filter({ hasText: 'watched' }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=RUNNING');
    await context.close();
  });

  test('says which rules an event meets, and why the others don’t', async () => {
    const { page, context } = await visit(url, 'operator-1');
    await page.goto(`${url}/bus`);
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    const answers = page.getByRole('table', { name: 'Answers' });
    await answers.getByRole('row').filter({ hasText: 'open-account' }).getByText('matches', { exact: true }).waitFor();
    const closing = answers.getByRole('row').filter({ hasText: 'close-review' });
    await closing.getByText('detail.reviewed must be [true,{"exists":false}]').waitFor();
    await page.getByLabel('Event').fill('no JSON');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('This is no JSON object.').waitFor();
    await context.close();
  });

  test('previews a replay, which changes nothing, before it begins one', async () => {
    const { page, context } = await visit(url, 'operator-1');
    await page.goto(`${url}/archive`);
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText(/A replay would bring \d+ events\. Nothing was changed\./).waitFor({ timeout: 40_000 });
    const fates = page.getByRole('table', { name: 'What would happen' });
    await fates.getByRole('row').filter({ hasText: 'Decided: nothing happens' }).waitFor();
    await fates.getByRole('row').filter({ hasText: 'In hand: its run goes on' }).waitFor();
    await page.getByRole('button', { name: /^Replay \d+ events$/ }).click();
    const replays = page.getByRole('table', { name: 'Replays' });
    await replays.getByRole('row').filter({ hasText: 'replay-' }).getByText('COMPLETED').first().waitFor();
    expect((await mailbox(system)).filter(({ subject }) => subject.startsWith('clean:'))).toHaveLength(1);
    await context.close();
  });

  test('shows events as they pass', async () => {
    const { page, context } = await visit(url, 'operator-1');
    await page.goto(`${url}/bus`);
    await page.getByText('Nothing has passed yet').waitFor();
    await submit(system, { id: 'passing', name: 'Spock', address: '123 Enterprise Street' });
    const live = page.getByRole('table', { name: 'Live' });
    await live.getByRole('row').filter({ hasText: 'ApplicationApproved' }).waitFor();
    await context.close();
  });

  test('shows the mails, and moves the clock', async () => {
    const { page, context } = await visit(url, 'operator-1');
    await page.goto(`${url}/machine/mailbox`);
    await page.getByRole('cell', { name: 'clean: APPROVED' }).click();
    await page.getByText('The application was approved.').waitFor();
    await page.goto(`${url}/machine/clock`);
    await page.getByRole('textbox', { name: 'By' }).fill('2');
    await page.getByRole('button', { name: 'Move forward' }).click();
    await page.getByText(/^The clock was moved to/).waitFor();
    const { aheadSeconds } = (await (await fetch(`${url}/_local/clock`)).json()) as { aheadSeconds: number };
    expect(aheadSeconds).toBe(2 * 86_400);
    await context.close();
  });

  test('follows a run that waits for its reviewer, until it has finished', async () => {
    const { page, context } = await visit(url, 'operator-1');
    await page.goto(`${url}/applications/watched/run`);
    const state = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}:`) });
    await state('Pending Review').and(page.getByLabel('Pending Review: running')).waitFor();
    expect(await state('Approve Application').getAttribute('aria-label')).toBe('Approve Application: not reached');
    const supervisor = await signIn(system, 'supervisor-1');
    expect((await supervisor.post('/reviews/watched/decision', { decision: 'APPROVE' })).status).toBe(200);
    await page.getByLabel('Approve Application: succeeded').waitFor();
    await page.getByText('SUCCEEDED', { exact: true }).waitFor();
    await state('Check Name').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Output' }).getByText('"flagged": true').waitFor();
    await context.close();
  });
});
