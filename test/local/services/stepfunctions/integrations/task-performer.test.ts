import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../../local/src/core/aws/aws-error.ts';
import type { Action, Call } from '../../../../../local/src/core/service.ts';
import { fakeLambda, fakeService, functionArn, startWorkflows } from '../step-functions.ts';

const throwing =
  (code: string, message: string, statusCode = 400) =>
  () => {
    throw new AwsError(code, message, { statusCode });
  };

/** Runs one Task against one action of a fake service; returns the end of the execution. */
const perform = async (
  service: string,
  action: string,
  act: Action,
  task: Record<string, unknown>,
): Promise<Record<string, unknown> & { types: string[] }> => {
  const workflows = await startWorkflows([fakeService(service, { [action]: act })]);
  const arn = await workflows.machine('calls', { Call: { Type: 'Task', ...task, End: true } });
  const execution = await workflows.begin(arn, {}, 'run');
  const ended = await workflows.ended(execution);
  const types = await workflows.history(execution);
  await workflows.stop();
  return { ...ended, types };
};

describe('errors have the names that AWS gives them', () => {
  test.each([
    [
      'dynamodb',
      'PutItem',
      'dynamodb:putItem',
      'ConditionalCheckFailedException',
      'DynamoDB.ConditionalCheckFailedException',
    ],
    ['dynamodb', 'PutItem', 'dynamodb:putItem', 'ValidationException', 'DynamoDB.AmazonDynamoDBException'],
    ['dynamodb', 'Query', 'aws-sdk:dynamodb:query', 'ResourceNotFoundException', 'DynamoDb.ResourceNotFoundException'],
    ['dynamodb', 'Query', 'aws-sdk:dynamodb:query', 'AccessDeniedException', 'DynamoDb.DynamoDbException'],
    ['lambda', 'Invoke', 'lambda:invoke', 'ResourceNotFoundException', 'Lambda.ResourceNotFoundException'],
    ['lambda', 'Invoke', 'lambda:invoke', 'TooManyRequestsException', 'Lambda.TooManyRequestsException'],
    ['lambda', 'Invoke', 'lambda:invoke', 'AccessDeniedException', 'Lambda.AWSLambdaException'],
    ['sqs', 'SendMessage', 'sqs:sendMessage', 'MissingParameter', 'SQS.AmazonSQSException'],
    [
      'sqs',
      'SendMessage',
      'sqs:sendMessage',
      'AWS.SimpleQueueService.NonExistentQueue',
      'SQS.QueueDoesNotExistException',
    ],
    ['sqs', 'SendMessage', 'aws-sdk:sqs:sendMessage', 'QueueDoesNotExist', 'Sqs.QueueDoesNotExistException'],
    ['sns', 'Publish', 'sns:publish', 'InvalidParameter', 'SNS.InvalidParameterException'],
    ['events', 'PutEvents', 'events:putEvents', 'AccessDeniedException', 'EventBridge.AmazonEventBridgeException'],
  ])('%s %s as %s: %s becomes %s', async (service, action, resource, code, name) => {
    const ended = await perform(service, action, throwing(code, 'It is so'), {
      Resource: `arn:aws:states:::${resource}`,
      Parameters: parametersFor(resource),
    });
    expect([ended.status, ended.error]).toEqual(['FAILED', name]);
    expect(ended.types).toContain('TaskFailed');
  });

  test('the cause names service, status, code and request', async () => {
    const optimized = await perform('sns', 'Publish', throwing('NotFound', 'Topic does not exist', 404), {
      Resource: 'arn:aws:states:::sns:publish',
      Parameters: { TopicArn: 'none', Message: 'm' },
    });
    expect(optimized.cause).toMatch(
      /^Topic does not exist \(Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
    const sdk = await perform('sns', 'Publish', throwing('NotFound', 'Topic does not exist', 404), {
      Resource: 'arn:aws:states:::aws-sdk:sns:publish',
      Parameters: { TopicArn: 'none', Message: 'm' },
    });
    expect(sdk.error).toBe('Sns.NotFoundException');
    expect(sdk.cause).toMatch(
      /^Topic does not exist \(Service: Sns, Status Code: 404, Request ID: [0-9a-f-]{36}\) \(SDK Attempt Count: 1\)$/,
    );
  });

  test('a request that fails before the token is delivered is recorded as not submitted', async () => {
    const ended = await perform('sqs', 'SendMessage', throwing('AccessDenied', 'No'), {
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'q', MessageBody: { 't.$': '$$.Task.Token' } },
    });
    expect(ended.error).toBe('SQS.AmazonSQSException');
    expect(ended.types).toContain('TaskSubmitFailed');
  });

  test('an unsupported action fails with its name', async () => {
    const ended = await perform('sqs', 'SendMessage', () => ({}), {
      Resource: 'arn:aws:states:::aws-sdk:kms:encrypt',
      Parameters: {},
    });
    expect(ended).toMatchObject({
      error: 'States.Runtime',
      cause: 'The resource arn:aws:states:::aws-sdk:kms:encrypt is not supported by the one-machine runtime.',
    });
  });
});

test('calls use the execution’s role, with the execution’s name as the session name', async () => {
  const callers: Call['caller'][] = [];
  const record: Action = (_input, { caller }) => {
    callers.push(caller);
    return { MessageId: '1', MD5OfMessageBody: '0' };
  };
  await perform('sqs', 'SendMessage', record, {
    Resource: 'arn:aws:states:::sqs:sendMessage',
    Parameters: { QueueUrl: 'q', MessageBody: 'm' },
  });
  expect(callers.map(({ arn }) => arn)).toEqual(['arn:aws:sts::000000000000:assumed-role/workflow/run']);
});

test('the results of a function and of a sent message have AWS’s shape', async () => {
  const workflows = await startWorkflows([fakeLambda({ echo: (event) => event })]);
  const arn = await workflows.machine('invokes', {
    Invoke: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: functionArn('echo'), Payload: { a: 1 } },
      End: true,
    },
  });
  const { output } = await workflows.ended(await workflows.begin(arn));
  expect(JSON.parse(String(output))).toMatchObject({
    ExecutedVersion: '$LATEST',
    Payload: { a: 1 },
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: expect.any(String) },
    StatusCode: 200,
  });
  await workflows.stop();
});

test('an event of putEvents lists the execution and its state machine as resources', async () => {
  const entries: unknown[] = [];
  const act: Action = ({ Entries }) => {
    entries.push(...(Entries as unknown[]));
    return { Entries: [{ EventId: '1' }], FailedEntryCount: 0 };
  };
  const ended = await perform('events', 'PutEvents', act, {
    Resource: 'arn:aws:states:::events:putEvents',
    Parameters: { Entries: [{ Source: 's', DetailType: 'd', Detail: { a: 1 } }] },
  });
  expect(entries).toEqual([
    {
      Source: 's',
      DetailType: 'd',
      Detail: '{"a":1}',
      Resources: [ended.executionArn, ended.stateMachineArn],
    },
  ]);
});

test('an entry that the bus refuses fails the task with the response as its cause', async () => {
  const answer = {
    Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
    FailedEntryCount: 1,
  };
  const ended = await perform('events', 'PutEvents', () => answer, {
    Resource: 'arn:aws:states:::events:putEvents',
    Parameters: { Entries: [{ Source: 's', DetailType: 'd', Detail: '1' }] },
  });
  expect([ended.error, ended.cause]).toEqual(['EventBridge.FailedEntry', JSON.stringify(answer)]);
});

test('an aws-sdk integration uses PascalCase names for services with camelCase names', async () => {
  const workflows = await startWorkflows();
  const child = await workflows.machine('child', { Done: { Type: 'Succeed' } });
  const arn = await workflows.machine('parent', {
    Start: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:startExecution',
      Parameters: { StateMachineArn: child, Name: 'one', Input: { a: 1 } },
      End: true,
    },
  });
  const { output } = await workflows.ended(await workflows.begin(arn));
  const executionArn = `${child.replace('stateMachine', 'execution')}:one`;
  expect(JSON.parse(String(output))).toEqual({ ExecutionArn: executionArn, StartDate: expect.any(String) });
  expect((await workflows.ended(executionArn)).input).toBe('{"a":1}');
  await workflows.stop();
});

const PARAMETERS: Readonly<Record<string, unknown>> = {
  'dynamodb:putItem': { TableName: 't', Item: {} },
  'events:putEvents': { Entries: [{ Source: 's', DetailType: 'd', Detail: '{}' }] },
  'lambda:invoke': { FunctionName: 'f' },
  'sns:publish': { TopicArn: 't', Message: 'm' },
  'sqs:sendMessage': { QueueUrl: 'q', MessageBody: 'm' },
};
const parametersFor = (resource: string): unknown => PARAMETERS[resource.replace('aws-sdk:', '')] ?? {};
