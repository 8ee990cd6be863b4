import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWorkflows, type Workflows } from '../step-functions.ts';

let workflows: Workflows;
beforeAll(async () => {
  workflows = await startWorkflows();
});
afterAll(() => workflows.stop());

const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const ONE = { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } };
const DISTRIBUTED = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...ONE };

interface Answer {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly nextState?: string;
  readonly inspectionData: Readonly<Record<string, unknown>>;
}

const inspect = async (definition: object, more: Record<string, unknown> = {}) =>
  (await workflows.as('states', 'TestState', {
    definition: JSON.stringify(definition),
    inspectionLevel: 'DEBUG',
    ...more,
  })) as Answer;

test('shows the items, the selected items and the limits of a Map', async () => {
  const state = {
    Type: 'Map',
    InputPath: '$.in',
    ItemsPath: '$.list',
    ItemSelector: { 'at.$': '$$.Map.Item.Index', 'value.$': '$$.Map.Item.Value' },
    MaxConcurrency: 1,
    ToleratedFailurePercentage: 50,
    ItemProcessor: ONE,
    End: true,
  };
  const { inspectionData } = await inspect(state, { input: '{"in":{"list":["a","b"]}}', mock: { result: '[1,2]' } });
  expect(inspectionData).toEqual({
    input: '{"in":{"list":["a","b"]}}',
    afterInputPath: '{"list":["a","b"]}',
    afterItemsPath: '["a","b"]',
    afterItemSelector: '[{"at":0,"value":"a"},{"at":1,"value":"b"}]',
    maxConcurrency: 1,
    toleratedFailurePercentage: 50,
    afterResultSelector: '[1,2]',
    afterResultPath: '[1,2]',
  });
});

test('shows the batches of a distributed Map', async () => {
  const state = { Type: 'Map', ItemProcessor: DISTRIBUTED, ItemBatcher: { MaxItemsPerBatch: 2 }, End: true };
  const { inspectionData } = await inspect(state, { input: '[1,2,3]', mock: { result: '[]' } });
  expect(inspectionData).toMatchObject({ afterItemBatcher: '[{"Items":[1,2]},{"Items":[3]}]', maxConcurrency: 0 });
});

test('evaluates the ItemSelector of a Map for the given data of its ItemReader', async () => {
  const state = {
    Type: 'Map',
    QueryLanguage: 'JSONata',
    ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: 'k' } },
    ItemSelector: { twice: '{% $states.context.Map.Item.Value * 2 %}' },
    ItemProcessor: DISTRIBUTED,
    End: true,
  };
  const { status, inspectionData } = await inspect(state, {
    mock: { result: '[]' },
    stateConfiguration: { mapItemReaderData: '[1,2]' },
  });
  expect(status).toBe('SUCCEEDED');
  expect(inspectionData.afterItemSelector).toBe('[{"twice":2},{"twice":4}]');
});

test('shows neither the input nor a result of a Parallel', async () => {
  const state = { Type: 'Parallel', InputPath: '$.in', Branches: [ONE], ResultPath: '$.out', End: true };
  const { inspectionData } = await inspect(state, { input: '{"in":1}', mock: { result: '[7]' } });
  expect(inspectionData).toEqual({
    input: '{"in":1}',
    afterResultSelector: '[7]',
    afterResultPath: '{"in":1,"out":[7]}',
  });
});

test('shows the Arguments of a Task, and the variables if it assigns some', async () => {
  const state = {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: LAMBDA,
    Arguments: { n: '{% $n %}' },
    Assign: { n: '{% $n + 1 %}' },
    End: true,
  };
  const { inspectionData } = await inspect(state, { variables: '{"n":1,"m":2}', mock: { result: '"done"' } });
  expect(inspectionData).toEqual({
    input: '{}',
    afterArguments: '{"n":1}',
    result: '"done"',
    variables: '{"n":2,"m":2}',
  });
});

test('shows the variables that a Catch assigns', async () => {
  const state = {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: LAMBDA,
    Catch: [{ ErrorEquals: ['States.ALL'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'Rescue' }],
    End: true,
  };
  const { status, inspectionData } = await inspect(state, { mock: { errorOutput: { error: 'Broken' } } });
  expect(status).toBe('CAUGHT_ERROR');
  expect(inspectionData).toMatchObject({ variables: '{"e":"Broken"}', errorDetails: { catchIndex: 0 } });
});

test('shows no input of a Pass with a Result, and no inspection data at level INFO', async () => {
  const state = { Type: 'Pass', InputPath: '$.none', Result: 1, Next: 'Then' };
  const { inspectionData } = await inspect(state);
  expect(inspectionData).toEqual({ input: '{}', result: '1', afterResultSelector: '1', afterResultPath: '1' });
  expect(await inspect(state, { inspectionLevel: 'INFO' })).toEqual({
    status: 'SUCCEEDED',
    output: '1',
    nextState: 'Then',
  });
});

test('shows the values up to the field that fails', async () => {
  const state = { Type: 'Map', ItemsPath: '$$.Execution.Input', ItemProcessor: ONE, End: true };
  const answer = await inspect(state, { input: '{"a":1}', mock: { result: '[]' } });
  expect(answer).toEqual({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'Reference path "$.Execution.Input" must point to array.',
    inspectionData: { input: '{"a":1}', afterInputPath: '{"a":1}' },
  });
});

test('shows the configured retry count as RetryCount of the context object', async () => {
  const state = {
    Type: 'Task',
    Resource: LAMBDA,
    Parameters: { 'count.$': '$$.State.RetryCount' },
    Retry: [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['Busy'], MaxAttempts: 5 }],
    End: true,
  };
  const { inspectionData } = await inspect(state, {
    mock: { errorOutput: { error: 'Busy' } },
    stateConfiguration: { retrierRetryCount: 3 },
  });
  expect(inspectionData).toMatchObject({
    afterParameters: '{"count":3}',
    errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 8 },
  });
});

test('issues a token for a Task that waits for one, if no context object is given', async () => {
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    Parameters: { QueueUrl: 'q', MessageBody: { 'token.$': '$$.Task.Token' } },
    End: true,
  };
  const { status, inspectionData } = await inspect(state, { mock: { result: '{}' } });
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(String(inspectionData.afterParameters)).MessageBody.token).toMatch(/^[0-9a-f-]{36}$/);
});

test('fails a Map whose failed iterations exceed its threshold, and lets its Retry match', async () => {
  const state = {
    Type: 'Map',
    ItemProcessor: DISTRIBUTED,
    ToleratedFailureCount: 1,
    Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], MaxAttempts: 2 }],
    End: true,
  };
  const failed = (mapIterationFailureCount: number, retrierRetryCount = 0) =>
    inspect(state, {
      input: '[1,2,3]',
      mock: { result: '[1,2,3]' },
      stateConfiguration: { mapIterationFailureCount, retrierRetryCount },
    });
  expect(await failed(1)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
  expect(await failed(2)).toMatchObject({ status: 'RETRIABLE', error: 'States.ExceedToleratedFailureThreshold' });
  expect(await failed(2, 2)).toMatchObject({ status: 'FAILED', inspectionData: { errorDetails: { retryIndex: 0 } } });
});

test('a mocked error of a Map has priority over its threshold', async () => {
  const state = { Type: 'Map', ItemProcessor: DISTRIBUTED, ToleratedFailureCount: 1, End: true };
  const answer = await inspect(state, {
    input: '[1,2,3]',
    mock: { errorOutput: { error: 'Broken' } },
    stateConfiguration: { mapIterationFailureCount: 3 },
  });
  expect(answer).toMatchObject({ status: 'FAILED', error: 'Broken' });
});

test('refuses a Task whose work ends outside the call, without evaluating its fields', async () => {
  const state = {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Parameters: { 'StateMachineArn.$': '$.none' },
    End: true,
  };
  const roleArn = 'arn:aws:iam::000000000000:role/workflow';
  await expect(inspect(state, { roleArn })).rejects.toMatchObject({ code: 'ValidationException' });
});

test('a Wait whose next state is itself is evaluated once', async () => {
  expect(await inspect({ Type: 'Wait', Seconds: 1, Next: 'StateName' })).toMatchObject({
    status: 'SUCCEEDED',
    nextState: 'StateName',
  });
});
