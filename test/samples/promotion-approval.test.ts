import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { advance, ended, eventually, mailbox, type System, startSystem } from '../support/system.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:promotion-approval';
const A_MINUTE = 61;
const DAYS = 86_400;
const ASKING = { Name: 'ask-managers' };

let system: System;
beforeAll(async () => {
  system = await startSystem('--samples');
});
afterAll(() => system?.kill());

/** Starts an execution about these employees. */
const start = async (...employees: readonly string[]): Promise<string> => {
  const promotions = employees.map((employee) => ({ employee, title: 'Captain', manager: 'boss@example.com' }));
  const input = JSON.stringify({ promotions });
  return (await system.sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, input }))).executionArn ?? '';
};

const mailsAbout = async (employee: string) =>
  (await mailbox(system)).filter(({ subject }) => subject === `Promotion of ${employee}: please decide`);

/** Waits for the mail about an employee, and returns the link in the mail. */
const linkFor = async (employee: string, count = 1): Promise<string> => {
  await advance(system, A_MINUTE);
  const mail = await eventually(`The mail about ${employee}`, async () => (await mailsAbout(employee))[count - 1]);
  return /http:\S+/.exec(mail.text)?.[0] ?? '';
};

const decide = (link: string, decision: string): Promise<Response> =>
  fetch(link, { method: 'POST', body: new URLSearchParams({ decision }) });

const forget = (id: string) => system.tables.send(new DeleteCommand({ TableName: 'promotion-requests', Key: { id } }));

const outcomesOf = async (executionArn: string): Promise<unknown> =>
  JSON.parse((await ended(system, executionArn)).output ?? '{}').promotions;

const isRunning = async (executionArn: string): Promise<boolean> => {
  const { executions = [] } = await system.sfn.send(
    new ListExecutionsCommand({ stateMachineArn: MACHINE, statusFilter: 'RUNNING' }),
  );
  return executions.some((execution) => execution.executionArn === executionArn);
};

describe('A promotion', () => {
  test('is approved by a manager who opens the link in the mail and presses the button', async () => {
    const execution = await start('Kirk');
    const link = await linkFor('Kirk');
    const page = await fetch(link);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('The promotion of Kirk to Captain.');
    const answer = await decide(link, 'approve');
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<h1>Approved</h1>')]);
    expect(await outcomesOf(execution)).toEqual([{ employee: 'Kirk', outcome: 'APPROVED' }]);
  });

  test('is denied without an effect on the others of the same execution', async () => {
    const execution = await start('Sulu', 'Chekov');
    const sulu = await linkFor('Sulu');
    const chekov = await linkFor('Chekov');
    expect((await decide(sulu, 'deny')).status).toBe(200);
    expect((await decide(chekov, 'approve')).status).toBe(200);
    expect(await outcomesOf(execution)).toEqual([
      { employee: 'Sulu', outcome: 'DENIED' },
      { employee: 'Chekov', outcome: 'APPROVED' },
    ]);
  });

  test('is decided once: a second click shows the first decision', async () => {
    const execution = await start('Uhura');
    const link = await linkFor('Uhura');
    await decide(link, 'approve');
    const second = await decide(link, 'deny');
    expect([second.status, await second.text()]).toEqual([409, expect.stringContaining('It was approved already')]);
    const look = await fetch(link);
    expect([look.status, await look.text()]).toEqual([200, expect.stringContaining('It was approved already')]);
    expect(await outcomesOf(execution)).toEqual([{ employee: 'Uhura', outcome: 'APPROVED' }]);
  });

  test('is decided by the first of ten concurrent clicks', async () => {
    const execution = await start('Rand');
    const link = await linkFor('Rand');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => decide(link, index % 2 === 0 ? 'approve' : 'deny')),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    const winner = answers.findIndex(({ status }) => status === 200);
    const outcome = winner % 2 === 0 ? 'APPROVED' : 'DENIED';
    expect(await outcomesOf(execution)).toEqual([{ employee: 'Rand', outcome }]);
  });

  test('is not decided by mail scanners, which fetch every link', async () => {
    const execution = await start('Scott');
    const link = await linkFor('Scott');
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) await fetch(link, { method });
    expect(await isRunning(execution)).toBe(true);
    expect((await decide(link, 'approve')).status).toBe(200);
    expect(await outcomesOf(execution)).toEqual([{ employee: 'Scott', outcome: 'APPROVED' }]);
  });

  test('is decided only by one of the two allowed words', async () => {
    const execution = await start('Chapel');
    const link = await linkFor('Chapel');
    for (const word of ['', 'APPROVE', 'yes']) expect((await decide(link, word)).status).toBe(400);
    expect((await fetch(link, { method: 'POST' })).status).toBe(400);
    expect(await isRunning(execution)).toBe(true);
    expect((await decide(link, 'deny')).status).toBe(200);
  });
});

describe('A link', () => {
  test('contains no token, and a forged link is refused', async () => {
    await start('Spock');
    const link = new URL(await linkFor('Spock'));
    const { Items = [] } = await system.tables.send(new ScanCommand({ TableName: 'promotion-requests' }));
    for (const { taskToken } of Items)
      expect(decodeURIComponent(link.href)).not.toContain(String(taskToken).slice(0, 20));
    const changed = (change: (url: URL) => void): Promise<Response> => {
      const url = new URL(link);
      change(url);
      return decide(url.href, 'approve');
    };
    const forged = [
      await changed(({ searchParams }) => searchParams.set('signature', 'x'.repeat(43))),
      await changed(({ searchParams }) => searchParams.set('expires', '2099-01-01T00:00:00.000Z')),
      await changed((url) => {
        url.pathname = url.pathname.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      }),
    ];
    for (const answer of forged) expect([answer.status, await answer.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect((await fetch(link.origin + link.pathname)).status).toBe(401);
  });

  test('is mailed again if the function that received the task failed before it stored the task', async () => {
    const execution = await start('Riley');
    const first = await linkFor('Riley');
    // Deletes the request, as a crash of the function would do, so that no more heartbeats are sent.
    const { Items = [] } = await system.tables.send(new ScanCommand({ TableName: 'promotion-requests' }));
    const lost = Items.find(({ employee }) => employee === 'Riley');
    await forget(String(lost?.id));
    await advance(system, 11 * 60);
    const second = await linkFor('Riley', 2);
    expect(second).not.toBe(first);
    expect((await decide(first, 'approve')).status).toBe(403);
    expect((await decide(second, 'approve')).status).toBe(200);
    expect(await outcomesOf(execution)).toEqual([{ employee: 'Riley', outcome: 'APPROVED' }]);
  });

  test('expires after two days, and the execution continues without a decision', async () => {
    const execution = await start('Decker');
    const link = await linkFor('Decker');
    // The poller is not needed, because there are no new tasks. It would run every minute of the two days.
    await system.events.send(new DisableRuleCommand(ASKING));
    for (let day = 0; day < 3; day += 1) await advance(system, DAYS);
    await system.events.send(new EnableRuleCommand(ASKING));
    expect(await outcomesOf(execution)).toEqual([{ employee: 'Decker', outcome: 'UNDECIDED' }]);
    expect((await fetch(link)).status).toBe(410);
    expect((await decide(link, 'approve')).status).toBe(410);
  });
});

describe('An execution', () => {
  test('with invalid input fails with the name of the missing member', async () => {
    const input = JSON.stringify({ promotions: [{ employee: 'Nobody', title: 'Captain', manager: 'no address' }] });
    const { executionArn = '' } = await system.sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, input }));
    await advance(system, A_MINUTE);
    expect(await ended(system, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'InvalidPromotion',
      cause: 'manager must be an e-mail address.',
    });
  });
});
