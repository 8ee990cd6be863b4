import { EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { runApps } from './apps-process.ts';

const DAY_MS = 86_400_000;
let runtime: OneMachine;
beforeAll(async () => {
  runtime = await start();
  const events = new EventBridgeClient(runtime.clientConfig);
  // The rule fires 1,440 times per simulated day, so that a move of the clock takes long enough to be interrupted.
  await events.send(new PutRuleCommand({ Name: 'each-minute', ScheduleExpression: 'rate(1 minute)' }));
  events.destroy();
});
afterAll(() => runtime.stop());

const nowMs = () => runtime.clock.now().getTime();

describe('apps clock', () => {
  test('shows the time, and after a move also the difference from the machine’s clock', async () => {
    const before = nowMs();
    const moved = await runApps(runtime, ['clock', 'forward', '2h']);
    expect(moved).toMatchObject({ code: 0, output: expect.stringContaining('Moved by 2 h.') });
    expect(nowMs()).toBeGreaterThanOrEqual(before + 7_200_000);
    const shown = await runApps(runtime, ['clock']);
    expect(shown.output).toMatch(/^\d{4}-.*Z \(2 h ahead of the wall clock\)\n$/);
  });

  test('shows progress while the clock moves; Ctrl-C stops the clock at the time that it has reached', async () => {
    const before = nowMs();
    const interrupt = { when: '"movingTo"', answer: '' };
    const ended = await runApps(runtime, ['clock', 'forward', '4000d', '--json'], { interrupt });
    expect(ended).toMatchObject({ code: 1, errors: expect.stringMatching(/^Stopped at \d{4}-.*Z\.\n$/) });
    const [line = ''] = ended.output.split('\n');
    const { now, movingTo } = JSON.parse(line) as { readonly now: string; readonly movingTo: string };
    expect(Date.parse(now)).toBeGreaterThan(before);
    expect(Date.parse(movingTo)).toBeGreaterThanOrEqual(before + 4000 * DAY_MS);
    await runtime.settled();
    expect(nowMs()).toBeLessThan(before + 4000 * DAY_MS);
  });

  test('lets the runtime answer other requests during a move, which another client can stop', async () => {
    const address = `${runtime.endpoint}/_local/clock`;
    const moving = fetch(address, { method: 'POST', body: JSON.stringify({ advanceSeconds: 4000 * 86_400 }) });
    let state: { readonly movingTo?: string } = {};
    while (state.movingTo === undefined) state = (await (await fetch(address)).json()) as typeof state;
    await fetch(address, { method: 'DELETE' });
    const answer = (await (await moving).json()) as { readonly now: string; readonly movingTo?: string };
    expect(Date.parse(answer.now)).toBeLessThan(Date.parse(state.movingTo));
    expect(answer.movingTo).toBeUndefined();
  });

  test('moves the time of the other commands: times relative to now are based on the moved clock', async () => {
    await runApps(runtime, ['clock', 'forward', '3d']);
    const before = nowMs();
    const { errors } = await runApps(runtime, ['replay', '--from', '-1h', '--to', '-2h']);
    const [, from = ''] = /^--from (\S+Z) must be before --to /.exec(errors) ?? [];
    expect(Date.parse(from) + 3_600_000).toBeGreaterThanOrEqual(before - 1_000);
    expect(Date.parse(from) + 3_600_000).toBeLessThanOrEqual(nowMs() + 1_000);
  });

  test.each([['soon'], ['31'], ['-1d']])('refuses the duration %s', async (duration) => {
    const { code, errors } = await runApps(runtime, ['clock', 'forward', duration]);
    expect(code).toBe(2);
    expect(errors).toMatch(/Write a number with s, m, h or d|unknown option/);
  });

  test('refuses to move the clock of AWS', async () => {
    const { code, errors } = await runApps(runtime, ['clock'], { env: { AWS_ENDPOINT_URL: '' } });
    expect([code, errors]).toEqual([2, expect.stringContaining('Only the system on this machine has a clock to move')]);
  });
});
