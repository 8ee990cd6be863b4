import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../chaos/options.ts';
import { choicesFrom } from '../../chaos/random.ts';
import { slopeOf } from '../../chaos/slope.ts';

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../chaos/run.ts'), ...args]).catch(
    (error: { readonly code: number; readonly stderr: string }) => error,
  );

describe('The command line of the chaos harness', () => {
  test('chooses a seed if none is given', () => {
    expect(readOptions([])).toMatchObject({
      isLong: false,
      minutes: 10,
      only: [],
      kinds: [],
      seed: expect.any(Number),
    });
    expect(readOptions(['--seed', '7', '--long', '--minutes', '3', '--only', 'flush', '--kind', 'retry'])).toEqual({
      isHelp: false,
      isLong: true,
      minutes: 3,
      only: ['flush'],
      kinds: ['retry'],
      seed: 7,
    });
  });

  test('refuses a seed that is not a whole number', () => {
    expect(() => readOptions(['--seed', 'x'])).toThrow("--seed must be a whole number of at least 0, but is 'x'.");
  });

  test('refuses a kind of application that the scenario flush does not have', () => {
    expect(() => readOptions(['--kind', 'nothing'])).toThrow(
      'There is no kind nothing. The scenario flush has the kinds approve, review-approve,',
    );
  });

  test('lists the scenarios with --help', async () => {
    const { stdout } = (await run('--help')) as { stdout: string };
    for (const name of ['kill', 'flush', 'sync', 'disk-full', 'damage', 'upgrade', 'soak'])
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  test('exits with 2 for an unknown scenario and lists the known scenarios', async () => {
    expect(await run('--only', 'nothing')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/There is no scenario nothing\. Known scenarios: kill, flush/),
    });
  });
});

describe('Random choices', () => {
  test('are the same for the same seed, and one stream of choices does not depend on the others', () => {
    const first = choicesFrom(5);
    const second = choicesFrom(5);
    second.stream('other').next();
    expect(first.next()).not.toBe(choicesFrom(6).next());
    expect(first.stream('a').next()).toBe(second.stream('a').next());
    expect(first.stream('a').next()).not.toBe(first.stream('b').next());
  });

  test('between two numbers include both', () => {
    const choices = choicesFrom(1);
    expect(new Set(Array.from({ length: 100 }, () => choices.between(1, 3)))).toEqual(new Set([1, 2, 3]));
  });
});

test('The slope of points on a line is that of the line', () => {
  expect(slopeOf([0, 1, 2, 3].map((minutes) => ({ minutes, value: 5 + 2 * minutes })))).toBeCloseTo(2);
  expect(slopeOf([{ minutes: 1, value: 3 }])).toBe(0);
});
