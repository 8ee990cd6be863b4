import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

let runtime: BehindGateway;
beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => [createDynamoDb(kernel)]);
});
afterEach(() => runtime.stop());

const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20261128/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};
const send = async (action: string, body: string, headers: Record<string, string> = SIGNED) => {
  const response = await fetch(runtime.client.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      ...headers,
    },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as unknown, text, headers: response.headers };
};

test("an error of DynamoDB has DynamoDB's namespace; a validation error has the namespace of the validation", async () => {
  expect(await send('DescribeTable', '{"TableName":"nowhere"}')).toMatchObject({
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: 'Requested resource not found: Table: nowhere not found',
    },
  });
  expect(await send('PutItem', '{"TableName":"nowhere"}')).toMatchObject({
    status: 400,
    body: { __type: 'com.amazon.coral.validate#ValidationException' },
  });
});

test('a member of the wrong type is a serialization error, whose text is in Message with a capital M', async () => {
  expect(await send('DescribeTable', '{"TableName":true}')).toMatchObject({
    status: 400,
    body: {
      __type: 'com.amazon.coral.service#SerializationException',
      Message: 'TRUE_VALUE cannot be converted to String',
    },
  });
});

test('an unknown action and a request without a signature are refused with status 400', async () => {
  expect(await send('ListTable', '{}')).toMatchObject({
    status: 400,
    body: { __type: 'com.amazon.coral.service#UnknownOperationException' },
  });
  expect(await send('ListTables', '{}', {})).toMatchObject({
    status: 400,
    body: {
      __type: 'com.amazon.coral.service#MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    },
  });
});

test('a response has the CRC32 of its body', async () => {
  const { text, headers } = await send('ListTables', '{}');
  expect(headers.get('x-amz-crc32')).toBe(String(crc32(text)));
});

test('the API of streams has its own target prefix and the errors of DynamoDB', async () => {
  const body = JSON.stringify({
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const created = await send('CreateTable', body);
  const { LatestStreamArn: arn } = (created.body as { TableDescription: { LatestStreamArn: string } }).TableDescription;
  const target = (action: string) => ({ ...SIGNED, 'x-amz-target': `DynamoDBStreams_20120810.${action}` });
  expect(await send('', '{"TableName":"orders"}', target('ListStreams'))).toMatchObject({
    status: 200,
    body: { Streams: [{ StreamArn: arn, TableName: 'orders' }] },
  });
  expect(await send('', JSON.stringify({ StreamArn: `${arn}0` }), target('DescribeStream'))).toMatchObject({
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: `Requested resource not found: Stream: ${arn}0 not found`,
    },
  });
});
