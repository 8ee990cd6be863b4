import { expect, test } from '@jest/globals';
import type { Json } from '../../../../../../local/src/services/stepfunctions/language/json.ts';
import { Execution } from '../harness.ts';

const FAILING = {
  StartAt: 'Break',
  States: { Break: { Type: 'Fail', Error: 'Broken' } },
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
};
const RESTING = { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 1, End: true } } };

/** A Map over three items, after a Pass that assigns the variable `limits` with this value. */
const mapWith = (fields: Record<string, unknown>, limits: Json, processor: unknown = FAILING) => ({
  StartAt: 'Set',
  States: {
    Set: { Type: 'Pass', Assign: { limits }, Next: 'Each' },
    Each: { Type: 'Map', ItemProcessor: processor, End: true, ...fields },
  },
});

const ended = async (fields: Record<string, unknown>, limits: Json) =>
  (await new Execution(mapWith(fields, limits), { input: [1, 2, 3] }).run()).snapshot;

test.each([
  ['ToleratedFailureCountPath', 3, 'SUCCEEDED'],
  ['ToleratedFailureCountPath', 2, 'FAILED'],
  ['ToleratedFailurePercentagePath', 100, 'SUCCEEDED'],
  ['ToleratedFailurePercentagePath', 66.6, 'FAILED'],
])('%s reads a variable: with %d the Map is %s', async (field, most, status) => {
  expect(await ended({ [field]: '$limits' }, most)).toMatchObject({ status });
  expect(await ended({ [field]: '$limits' }, String(most))).toMatchObject({ status });
  expect(await ended({ [field]: '$limits.most[0]' }, { most: [most] })).toMatchObject({ status });
});

test.each([2, '2'])('MaxConcurrencyPath reads a variable with the value %j', async (atOnce) => {
  const fields = { MaxConcurrencyPath: '$limits.atOnce' };
  const execution = await new Execution(mapWith(fields, { atOnce }, RESTING), { input: [1, 2, 3] }).begin();
  expect(execution.types().filter((type) => type === 'MapIterationStarted')).toHaveLength(2);
});

test.each<[string, Json, string]>([
  [
    'MaxConcurrency',
    'many',
    'The MaxConcurrencyPath field refers to value "many" which is not a valid integer: $limits',
  ],
  ['MaxConcurrency', -1, "Expected non-negative integer for MaxConcurrency, got '-1' instead."],
  ['MaxConcurrency', 1.5, 'The MaxConcurrencyPath field refers to value 1.5 which is not a valid integer: $limits'],
  [
    'ToleratedFailureCount',
    {},
    'The ToleratedFailureCountPath field refers to value {} which is not a valid integer: $limits',
  ],
  ['ToleratedFailureCount', -1, 'ToleratedFailureCount cannot be negative.'],
  [
    'ToleratedFailurePercentage',
    'all',
    'The ToleratedFailurePercentagePath field refers to value "all" which is not a valid float: $limits',
  ],
  ['ToleratedFailurePercentage', 100.1, 'ToleratedFailurePercentage must be between 0.0 and 100.0'],
  ['ToleratedFailurePercentage', -1, 'ToleratedFailurePercentage must be between 0.0 and 100.0'],
])('%sPath with the value %j fails the execution with a message', async (field, limits, words) => {
  const snapshot = await ended({ [`${field}Path`]: '$limits' }, limits);
  expect(snapshot).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  expect(snapshot.cause).toMatch(
    /^An error occurred while executing the state 'Each' \(entered at the event id #4\)\. /,
  );
  expect(snapshot.cause?.endsWith(words)).toBe(true);
});
