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
  [TASK, { mock: { result: '1' }, revealSecrets: true }, 'ValidationException'],
  [
    { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' }, End: true },
    { mock: { result: '{"StatusCode":"200"}' } },
    'ValidationException',
  ],
])('TestState of %j with %j fails with %s', async (definition, more, code) => {
  await expect(tryState(definition, more)).rejects.toMatchObject({ code });
});

const SDK_TASK = (action: string) => ({ Type: 'Task', Resource: `arn:aws:states:::aws-sdk:${action}`, End: true });

// "Validating mock results" in the developer guide; the limits are those of the services' API references.
test.each<[string, unknown, string]>([
  ['kms:encrypt', { CiphertextBlob: 1 }, "Field 'CiphertextBlob' must be a string"],
  ['kms:decrypt', { EncryptionAlgorithm: 'ROT13' }, "Field 'EncryptionAlgorithm' is not an expected value"],
  ['s3:getObject', { ContentLength: '9' }, "Field 'ContentLength' must be a number"],
  ['s3:getObject', { StorageClass: 'SHELF' }, "Field 'StorageClass' is not an expected value"],
  ['s3:putObject', { ServerSideEncryption: 'none' }, "Field 'ServerSideEncryption' is not an expected value"],
  ['s3:listObjectsV2', { Contents: [{ Size: true }] }, "Field 'Size' must be a number"],
  ['lambda:getFunction', { Configuration: { MemorySize: 64 } }, "Field 'MemorySize' is less than the minimum value"],
  ['lambda:getFunction', { Configuration: { MemorySize: 20_000 } }, "Field 'MemorySize' exceeds the maximum value"],
  ['lambda:getFunction', { Configuration: { State: 'Gone' } }, "Field 'State' is not an expected value"],
  ['lambda:getFunctionConfiguration', { EphemeralStorage: { Size: 1 } }, "Field 'Size' is less than the minimum value"],
])('a mock of aws-sdk:%s with %j is refused', async (action, result, fault) => {
  const definition = SDK_TASK(action);
  for (const fieldValidationMode of ['STRICT', 'PRESENT'])
    await expect(
      tryState(definition, { mock: { result: JSON.stringify(result), fieldValidationMode } }),
    ).rejects.toMatchObject({ code: 'ValidationException', message: `Mock result schema validation error: ${fault}` });
  const mock = { result: JSON.stringify(result), fieldValidationMode: 'NONE' };
  expect(await tryState(definition, { mock })).toMatchObject({ status: 'SUCCEEDED' });
});

test.each([
  ['s3:getObject', { Body: { a: 1 }, ContentLength: 9, StorageClass: 'GLACIER' }],
  ['kms:encrypt', { CiphertextBlob: 'eA==', KeyId: 'k' }],
  ['lambda:getFunction', { Configuration: { MemorySize: 128, Timeout: 3 } }],
])('a mock of aws-sdk:%s with %j is the result of the state', async (action, result) => {
  const { output } = await tryState(SDK_TASK(action), { mock: { result: JSON.stringify(result) } });
  expect(JSON.parse(String(output))).toEqual(result);
});

test.each<[string, Record<string, unknown>]>([
  ['mock.result', { mock: { result: `"${'x'.repeat(262_143)}"` } }],
  ['mock.errorOutput.error', { mock: { errorOutput: { error: 'x'.repeat(257) } } }],
  ['mock.errorOutput.cause', { mock: { errorOutput: { cause: 'x'.repeat(32_769) } } }],
  ['context', { mock: { result: '1' }, context: 'x'.repeat(40_001) }],
  ['variables', { mock: { result: '1' }, variables: 'x'.repeat(262_145) }],
  ['stateName', { mock: { result: '1' }, stateName: 'x'.repeat(81) }],
  [
    'stateConfiguration.errorCausedByState',
    { mock: { result: '1' }, stateConfiguration: { errorCausedByState: 'x'.repeat(81) } },
  ],
])('%s has a maximum length, and its value is not shown', async (path, more) => {
  await expect(tryState(TASK, more)).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(
      new RegExp(
        `^1 validation error detected: Value (.{0,100} )?at '${path}' failed to satisfy constraint: Member must have length less than or equal to \\d+$`,
      ),
    ),
  });
});

test('a Choice without a match and without Default fails with States.NoChoiceMatched, as in an execution', async () => {
  const state = { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 5, Next: 'Big' }] };
  expect(await tryState(state, { input: '{"n":1}' })).toEqual({
    status: 'FAILED',
    error: 'States.NoChoiceMatched',
    cause: 'Failed to transition out of the state. The state does not point to a next state.',
  });
});
