import { afterEach, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { getAtt, one, role, startTemplate } from '../../template/start-template.ts';

type Json = Record<string, unknown>;

/** Fails for the item `boom`, writes the ids of all others into the table `seen`. */
const CODE = `
const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_REGION } = process.env;
const scope = AWS_ACCESS_KEY_ID + '/20261128/' + AWS_REGION + '/dynamodb/aws4_request';
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.PutItem',
  authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
};
export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    if (dynamodb.Keys.id.S === 'boom') throw new Error('boom');
    const body = JSON.stringify({ TableName: 'seen', Item: dynamodb.Keys });
    const { ok } = await fetch(AWS_ENDPOINT_URL, { method: 'POST', headers, body });
    if (!ok) throw new Error('The item was not written.');
  }
};`;

const table = (TableName: string, more: Json = {}): Json =>
  one('AWS::DynamoDB::Table', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    ...more,
  });

const allow = (Action: string | string[], Resource: unknown): Json => ({ Effect: 'Allow', Action, Resource });

const STREAM = getAtt('Orders', 'StreamArn');
const READ = allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], STREAM);

const template = (grants: readonly Json[]): Json => ({
  Resources: {
    Orders: table('orders', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }),
    Seen: table('seen'),
    Failed: one('AWS::SQS::Queue', { QueueName: 'failed' }),
    Role: role('lambda.amazonaws.com', grants),
    Function: one('AWS::Lambda::Function', {
      FunctionName: 'worker',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    Mapping: one('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: STREAM,
      FunctionName: { Ref: 'Function' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 1,
      MaximumRetryAttempts: 0,
      MaximumRecordAgeInSeconds: 3600,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"kind":{"S":["order"]}}}}' }] },
      DestinationConfig: { OnFailure: { Destination: getAtt('Failed') } },
    }),
  },
});

let runtime: Runtime | undefined;
afterEach(async () => {
  await runtime?.stop();
  runtime = undefined;
});

const call = (service: string, action: string, input: Json): Promise<unknown> => {
  if (!runtime) throw new Error('The runtime has not started.');
  const { services, identities } = runtime.kernel;
  return services.callByName(service, action, input, identities.administrator());
};

const put = (id: string, kind: string) =>
  call('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: id }, kind: { S: kind } } });

test('a template’s mapping of a stream invokes its function with the permissions of the role', async () => {
  const grants = [READ, allow('dynamodb:PutItem', getAtt('Seen')), allow('sqs:SendMessage', getAtt('Failed'))];
  runtime = await startTemplate(template(grants), CODE);
  for (const id of ['a', 'boom', 'b']) await put(id, 'order');
  await put('c', 'bill');
  const { Messages } = (await call('sqs', 'ReceiveMessage', {
    QueueUrl: `${runtime.endpoint}/000000000000/failed`,
    WaitTimeSeconds: 20,
  })) as { Messages: { Body: string }[] };
  expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { batchSize: 1 },
  });
  await runtime.kernel.inflight.idle();
  const { Items } = (await call('dynamodb', 'Scan', { TableName: 'seen' })) as { Items: { id: { S: string } }[] };
  expect(Items.map(({ id }) => id.S).toSorted()).toEqual(['a', 'b']);
});

test('a mapping whose role cannot read the stream is not created', async () => {
  await expect(startTemplate(template([]), CODE)).rejects.toThrow(/Cannot access stream arn:aws:dynamodb:/);
});
