import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Runtime } from '../../../local/src/runtime/runtime.ts';
import { getAtt, startTemplate } from './start-template.ts';

let runtime: Runtime;
beforeAll(async () => {
  const table = {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  };
  const keyed = { SSEEnabled: true, SSEType: 'KMS' };
  runtime = await startTemplate(
    {
      Resources: {
        Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'keyed', KmsMasterKeyId: getAtt('Key', 'Arn') } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'keyed', KmsMasterKeyId: { Ref: 'Key' } } },
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            ...table,
            TableName: 'keyed',
            SSESpecification: { ...keyed, KMSMasterKeyId: getAtt('Key', 'Arn') },
          },
        },
        Global: {
          Type: 'AWS::DynamoDB::GlobalTable',
          Properties: {
            ...table,
            TableName: 'global',
            SSESpecification: keyed,
            Replicas: [{ Region: 'us-east-1', SSESpecification: { KMSMasterKeyId: 'k-1' } }],
          },
        },
      },
      Outputs: { KeyArn: { Value: getAtt('Key', 'Arn') }, KeyId: { Value: { Ref: 'Key' } } },
    },
    '',
  );
});
afterAll(() => runtime?.stop());

const call = (service: string, action: string, input: Record<string, unknown>) =>
  runtime.kernel.services.callByName(service, action, input, runtime.kernel.identities.administrator());
const output = (wanted: string) => runtime.deployment?.outputs.find(({ name }) => name === wanted)?.value;

test('queues, topics and tables of a template show the keys that they name', async () => {
  const QueueUrl = 'keyed';
  expect(await call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['KmsMasterKeyId'] })).toEqual({
    Attributes: { KmsMasterKeyId: output('KeyArn') },
  });
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:keyed';
  expect(await call('sns', 'GetTopicAttributes', { TopicArn })).toMatchObject({
    Attributes: { KmsMasterKeyId: output('KeyId') },
  });
  expect(await call('dynamodb', 'DescribeTable', { TableName: 'keyed' })).toMatchObject({
    Table: { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: output('KeyArn') } },
  });
  expect(await call('dynamodb', 'DescribeTable', { TableName: 'global' })).toMatchObject({
    Table: { SSEDescription: { KMSMasterKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k-1' } },
  });
});
