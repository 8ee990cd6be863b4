import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html

const TableName = 'orders';
const ARN = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab';

let runtime: BehindGateway;
let client: DynamoDBClient;
beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => [createDynamoDb(kernel)]);
  client = new DynamoDBClient(runtime.client);
});
afterEach(async () => {
  client.destroy();
  await runtime.stop();
});

const create = (SSESpecification?: { Enabled: boolean; KMSMasterKeyId?: string }) =>
  client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      ...(SSESpecification && { SSESpecification }),
    }),
  );
const described = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table?.SSEDescription;

test.each([
  ['id', '1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['ARN', ARN],
])('a table shows the ARN of the key that is given by its %s', async (_, KMSMasterKeyId) => {
  await create({ Enabled: true, KMSMasterKeyId });
  expect(await described()).toEqual({ Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: ARN });
});

test.each(['alias/orders', 'arn:aws:kms:us-east-1:000000000000:alias/orders', undefined])(
  'a table shows the ARN of a key for the alias %s',
  async (KMSMasterKeyId) => {
    await create({ Enabled: true, ...(KMSMasterKeyId !== undefined && { KMSMasterKeyId }) });
    expect((await described())?.KMSMasterKeyArn).toMatch(
      /^arn:aws:kms:us-east-1:000000000000:key\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
  },
);

test('a table shows no encryption with a key that DynamoDB owns, also after UpdateTable', async () => {
  await create();
  expect(await described()).toBeUndefined();
  await client.send(new UpdateTableCommand({ TableName, SSESpecification: { Enabled: true, KMSMasterKeyId: ARN } }));
  expect(await described()).toMatchObject({ KMSMasterKeyArn: ARN });
  await client.send(new UpdateTableCommand({ TableName, SSESpecification: { Enabled: false } }));
  expect(await described()).toBeUndefined();
});
