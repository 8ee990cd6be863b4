import { expect, test } from '@jest/globals';
import { type Measured, measureOutcome } from '../../../cli/cost/measure.ts';

/** A system whose nth application makes `requests[n]` requests to functions and ends in the state `states[n]`. */
const systemOf = (requests: readonly number[], states: readonly string[] = []) => {
  const started: string[] = [];
  const discarded: string[] = [];
  let used = 0;
  const system: Measured = {
    submit: async ({ id }) => {
      used += requests[started.length] ?? 0;
      started.push(id);
    },
    decide: async () => true,
    stateOf: async () => states[started.length - 1] ?? 'APPROVED',
    usage: async () => ({ lambda: { requests: used } }),
    idle: async () => {},
    executions: async () => [...started],
    hasEnded: async () => true,
    reviews: async () => started.length,
    discard: async (ids) => void discarded.push(...ids),
  };
  return { discarded, started, system };
};

test('A measurement in which a function was retried is repeated until two measurements agree', async () => {
  const { started, system } = systemOf([6, 7, 6]);
  expect(await measureOutcome(system, 'approved', 1)).toEqual({ lambda: { requests: 6 } });
  expect(started).toHaveLength(3);
});

test('If no two measurements agree, an error is thrown', async () => {
  const { system } = systemOf([1, 2, 3, 4, 5]);
  await expect(measureOutcome(system, 'approved', 1)).rejects.toThrow(/^No two of 5 measurements agree/);
});

test('A measurement whose application ends with an unexpected outcome is discarded and repeated', async () => {
  const { discarded, started, system } = systemOf([6, 6, 6], ['REJECTED']);
  expect(await measureOutcome(system, 'approved', 1)).toEqual({ lambda: { requests: 6 } });
  expect(discarded).toEqual(started.slice(0, 1));
});

test('If each measurement ends with an unexpected outcome, its applications are discarded and an error is thrown', async () => {
  const { discarded, started, system } = systemOf([6], Array(5).fill('REJECTED'));
  await expect(measureOutcome(system, 'approved', 1)).rejects.toThrow(/ is REJECTED; expected APPROVED\.$/);
  expect(started).toHaveLength(5);
  expect(discarded).toEqual(started);
});

test('A measurement is discarded and repeated with other applications if a review needs a second person', async () => {
  const { discarded, started, system } = systemOf([6, 6, 6]);
  const decided: string[] = [];
  const decide = async (id: string) => {
    decided.push(id);
    return decided.length > 1;
  };
  expect(await measureOutcome({ ...system, decide }, 'reviewed-approved', 1)).toEqual({ lambda: { requests: 6 } });
  expect(decided).toEqual(started);
  expect(discarded).toEqual(started.slice(0, 1));
});

test('If every review needs a second person, the error says so', async () => {
  const { system } = systemOf([6]);
  const alone = { ...system, decide: async () => false };
  await expect(measureOutcome(alone, 'reviewed-approved', 1)).rejects.toThrow(/The review policy requires two people/);
});
