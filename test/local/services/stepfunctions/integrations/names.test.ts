import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Action } from '../../../../../local/src/core/service.ts';
import { fakeService, startWorkflows, type Workflows } from '../step-functions.ts';

const ITEM = {
  id: { S: '1' },
  paid: { BOOL: true },
  note: { NULL: true },
  tags: { SS: ['a'] },
  NS: { M: { x: { NS: ['1'] } } },
};
const SDK_ITEM = {
  id: { S: '1' },
  paid: { Bool: true },
  note: { Nul: true },
  tags: { Ss: ['a'] },
  NS: { M: { x: { Ns: ['1'] } } },
};

let requests: Record<string, unknown>[] = [];
let workflows: Workflows;
let made = 0;

const answering =
  (answer: Record<string, unknown>): Action =>
  (input) => {
    requests.push(input);
    return answer;
  };

beforeEach(async () => {
  requests = [];
  workflows = await startWorkflows([
    fakeService('dynamodb', {
      GetItem: answering({ Item: ITEM }),
      PutItem: answering({}),
      UpdateItem: answering({ Attributes: ITEM }),
      DeleteItem: answering({}),
      DescribeTable: answering({ Table: { SSEDescription: { SSEType: 'KMS' } } }),
    }),
    fakeService('sqs', {
      SendMessage: answering({ MD5OfMessageBody: '0', MessageId: 'm' }),
      ReceiveMessage: answering({ Messages: [{ MD5OfBody: '0', MessageAttributes: { MD5OfBody: {} } }] }),
    }),
    fakeService('lambda', {
      Invoke: answering({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: '1', LogResult: 'bG9n' }),
    }),
    fakeService('logs', { CreateLogGroup: answering({}) }),
  ]);
});

afterEach(() => workflows.stop());

const performed = async (resource: string, Parameters: Record<string, unknown>) => {
  made += 1;
  const arn = await workflows.machine(`calls-${made}`, {
    Call: { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Parameters, End: true },
  });
  const executionArn = await workflows.begin(arn);
  const { status, output, error, cause } = await workflows.ended(executionArn);
  return {
    status,
    error,
    cause,
    output: JSON.parse(String(output ?? 'null')),
    types: await workflows.history(executionArn),
  };
};

test.each([
  ['putItem', { Item: { id: '1', done: { BOOL: true } } }, { Item: { id: { S: '1' }, done: { BOOL: true } } }],
  ['getItem', { Key: { id: '1' } }, { Key: { id: { S: '1' } } }],
  ['deleteItem', { Key: { id: '1' } }, { Key: { id: { S: '1' } } }],
  [
    'updateItem',
    { Key: { id: '1' }, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': 'x' } },
    { Key: { id: { S: '1' } }, UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': { S: 'x' } } },
  ],
  [
    'putItem',
    { Item: { list: { L: ['a', { M: { b: 'c' } }] } }, Expected: { id: { Value: '1' } } },
    { Item: { list: { L: [{ S: 'a' }, { M: { b: { S: 'c' } } }] } }, Expected: { id: { Value: { S: '1' } } } },
  ],
])('dynamodb:%s accepts a string as an attribute value (%#)', async (action, given, wanted) => {
  expect(await performed(`dynamodb:${action}`, { TableName: 't', ...given })).toMatchObject({ status: 'SUCCEEDED' });
  expect(requests).toEqual([{ TableName: 't', ...wanted }]);
});

test('the results of the optimized integration of DynamoDB have the names of its API', async () => {
  const { output } = await performed('dynamodb:getItem', { TableName: 't', Key: { id: { S: '1' } } });
  expect(output.Item).toEqual(ITEM);
});

// The names of the AWS SDK for Java 2.x: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
test.each([
  ['dynamodb:getItem', { TableName: 't', Key: { id: { S: '1' } } }, { Item: SDK_ITEM }],
  ['dynamodb:updateItem', { TableName: 't', Key: { id: { S: '1' } } }, { Attributes: SDK_ITEM }],
  ['dynamodb:describeTable', { TableName: 't' }, { Table: { SseDescription: { SseType: 'KMS' } } }],
  ['sqs:sendMessage', { QueueUrl: 'q', MessageBody: 'm' }, { Md5OfMessageBody: '0', MessageId: 'm' }],
  ['sqs:receiveMessage', { QueueUrl: 'q' }, { Messages: [{ Md5OfBody: '0', MessageAttributes: { MD5OfBody: {} } }] }],
])('the result of aws-sdk:%s has the names of the Java SDK', async (resource, parameters, answer) => {
  expect((await performed(`aws-sdk:${resource}`, parameters)).output).toEqual(answer);
});

test('aws-sdk:dynamodb accepts attribute values with the names of the Java SDK and of the API', async () => {
  await performed('aws-sdk:dynamodb:putItem', { TableName: 't', Item: SDK_ITEM });
  await performed('aws-sdk:dynamodb:putItem', { TableName: 't', Item: ITEM });
  expect(requests).toEqual([
    { TableName: 't', Item: ITEM },
    { TableName: 't', Item: ITEM },
  ]);
});

test.each(['dynamodb:getItem', 'sqs:sendMessage', 'sfn:startExecution', 'lambda:invoke'])(
  'aws-sdk:%s takes parameters in PascalCase only',
  async (resource) => {
    const { status, error, cause, types } = await performed(`aws-sdk:${resource}`, { tableName: 't' });
    expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
    expect(cause).toContain(
      `The Parameters '{"tableName":"t"}' could not be used to start the Task: [The field "tableName" is not supported by Step Functions]`,
    );
    expect(types).toEqual(['ExecutionStarted', 'TaskStateEntered', 'ExecutionFailed']);
  },
);

test.each([
  ['dynamodb:putItem', { Item: { id: '1', n: { N: 5 } } }, 'N'],
  ['dynamodb:getItem', { Key: { id: { S: 5 } } }, 'S'],
  ['aws-sdk:dynamodb:putItem', { Item: { id: { S: '1' }, m: { M: { n: { L: [{ N: 5 }] } } } } }, 'N'],
  ['dynamodb:updateItem', { Key: { id: '1' }, ExpressionAttributeValues: { ':n': { N: 5 } } }, 'N'],
])(
  '%s refuses a number where a string, or the digits of a number, is required (%#)',
  async (resource, parameters, field) => {
    const { error, cause } = await performed(resource, { TableName: 't', ...parameters });
    expect(error).toBe('States.Runtime');
    expect(cause).toContain(
      `could not be used to start the Task: [The value for the field '${field}' must be a STRING]`,
    );
  },
);

test('the keys of tags keep their case in services with camelCase names', async () => {
  await performed('aws-sdk:cloudwatchlogs:createLogGroup', { LogGroupName: 'g', Tags: { Owner: 'me' } });
  expect(requests).toEqual([{ logGroupName: 'g', tags: { Owner: 'me' } }]);
});

test('lambda:invoke returns the log of a function', async () => {
  const { output } = await performed('lambda:invoke', { FunctionName: 'f', LogType: 'Tail' });
  expect(output).toMatchObject({ LogResult: 'bG9n', Payload: 1 });
});
