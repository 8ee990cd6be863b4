import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type System, startSystem } from '../support/system.ts';
import { runApps } from './apps-process.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  await system.stop();
});

describe('The command line', () => {
  test('shows examples before anything else', async () => {
    const { code, output } = await runApps(system, ['replay', '--help']);
    expect(code).toBe(0);
    expect(output).toMatch(/^Examples:\n {2}apps replay --from -2h --dry-run/);
    expect(output).toContain('--json');
  });

  test.each([
    [['replya'], /Did you mean replay\?/],
    [['dlq', 'lisst'], /Did you mean list\?/],
    [['replay'], /required option '--from <time>' not specified/],
    [['replay', '--from', 'yesterday'], /^--from is yesterday; it must be a time such as/],
    [['replay', '--from', '-1h', '--to', '-2h'], /must be before --to/],
    [
      ['replay', '--from', '-1h', '--json'],
      /^With --json the command cannot ask for confirmation: add --yes, or --dry-run\.\n$/,
    ],
    [['executions', '--status', 'DONE'], /Allowed choices are RUNNING, SUCCEEDED/],
  ])('refuses %j with exit code 2 and says what is allowed', async (args, message) => {
    const { code, output, errors } = await runApps(system, args);
    expect([code, output]).toEqual([2, '']);
    expect(errors).toMatch(message);
  });

  test('ends with exit code 5 if the endpoint does not answer', async () => {
    const nowhere = { endpoint: 'http://127.0.0.1:9' };
    for (const args of [['doctor'], ['dlq', 'list'], ['executions'], ['redrive', 'x'], ['replay', '--from', '-1h']]) {
      const { code, output, errors } = await runApps(nowhere, args);
      expect([code, output]).toEqual([5, '']);
      expect(errors).toBe('No answer from http://127.0.0.1:9; is the system running (npm start)?\n');
    }
  });

  test('ends with exit code 3 if the archive does not exist', async () => {
    const { code, errors } = await runApps(system, ['replay', '--from', '-1h', '--archive', 'nothing']);
    expect([code, errors]).toEqual([3, 'Archive nothing does not exist.\n']);
  });
});
