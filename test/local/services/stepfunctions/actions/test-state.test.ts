import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeLambda, functionArn, ROLE, startWorkflows, type Workflows } from '../step-functions.ts';

let workflows: Workflows;
beforeEach(async () => {
  workflows = await startWorkflows([fakeLambda({ double: (event) => Number(event) * 2 })]);
});
afterEach(() => workflows.stop());

const tryState = async (definition: unknown, more: Record<string, unknown> = {}) =>
  (await workflows.as('states', 'TestState', { definition: JSON.stringify(definition), ...more })) as Record<
    string,
    unknown
  >;

const TASK = { Type: 'Task', Resource: functionArn('double'), Next: 'Then' };

test('calls the real service of a Task without a mock', async () => {
  expect(await tryState(TASK, { input: '21', roleArn: ROLE })).toEqual({
    status: 'SUCCEEDED',
    output: '42',
    nextState: 'Then',
  });
});

test('shows the intermediate values of a state', async () => {
  const state = { ...TASK, InputPath: '$.in', ResultSelector: { 'twice.$': '$' }, ResultPath: '$.out' };
  const { inspectionData, output } = await tryState(state, {
    input: '{"in":1}',
    mock: { result: '2' },
    inspectionLevel: 'DEBUG',
  });
  expect(output).toBe('{"in":1,"out":{"twice":2}}');
  expect(inspectionData).toEqual({
    input: '{"in":1}',
    afterInputPath: '1',
    afterParameters: '1',
    result: '2',
    afterResultSelector: '{"twice":2}',
    afterResultPath: '{"in":1,"out":{"twice":2}}',
  });
});

describe('a mocked error', () => {
  const state = {
    ...TASK,
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3, MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['Busy'], Next: 'Rescue' }],
  };
  const mock = { errorOutput: { error: 'Busy', cause: 'Later' } };
  const retried = (retrierRetryCount: number) =>
    tryState(state, { mock, stateConfiguration: { retrierRetryCount }, inspectionLevel: 'TRACE' });

  test('gives the status RETRIABLE while the retrier allows another attempt', async () => {
    expect(await retried(1)).toMatchObject({
      status: 'RETRIABLE',
      error: 'Busy',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 6 } },
    });
  });

  test('is caught after the last attempt', async () => {
    expect(await retried(2)).toMatchObject({
      status: 'CAUGHT_ERROR',
      nextState: 'Rescue',
      output: '{"Error":"Busy","Cause":"Later"}',
      inspectionData: { errorDetails: { retryIndex: 0, catchIndex: 0 } },
    });
  });
});

test.each([
  [{ Type: 'Succeed' }, { mock: { result: '1' } }, 'ValidationException'],
  [TASK, {}, 'ValidationException'],
  [TASK, { mock: { result: 'no JSON' } }, 'ValidationException'],
  [{ Type: 'Parallel', Branches: [], End: true }, {}, 'InvalidDefinition'],
  [{ Type: 'Nothing' }, {}, 'InvalidDefinition'],
  [TASK, { mock: { result: '1' }, context: '{"Map":{}}' }, 'ValidationException'],
  [
    { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true },
    { mock: { result: '{"StatusCode":"200"}' } },
    'ValidationException',
  ],
])('TestState of %j with %j fails with %s', async (definition, more, code) => {
  await expect(tryState(definition, more)).rejects.toMatchObject({ code });
});

test('a Choice without a match and without Default fails with States.NoChoiceMatched, as in an execution', async () => {
  const state = { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 5, Next: 'Big' }] };
  expect(await tryState(state, { input: '{"n":1}' })).toEqual({
    status: 'FAILED',
    error: 'States.NoChoiceMatched',
    cause: 'Failed to transition out of the state. The state does not point to a next state.',
  });
});
