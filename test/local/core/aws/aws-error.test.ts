import { expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel } from '../../kernel.ts';

const QUEUE_URL = 'http://127.0.0.1:4566/000000000000/orders';

test('An error of AWS keeps the error it was made from', () => {
  const cause = new Error('the disk is full');
  expect(new AwsError('InternalFailure', 'It failed.', { statusCode: 500, cause })).toMatchObject({ cause });
  expect(new AwsError('NotFound', 'There is none.')).not.toHaveProperty('cause');
});

test.each([
  ['dynamodb', 'GetItem', { TableName: 'a' }, 'ValidationException'],
  ['sqs', 'ReceiveMessage', { QueueUrl: QUEUE_URL, MaxNumberOfMessages: 99 }, 'InvalidParameterValue'],
])(
  'An error of the library behind %s is the cause of the one that is answered',
  async (service, action, input, code) => {
    const kernel = await startKernel((k) => [createDynamoDb(k), createSqs(k)]);
    await kernel.as('sqs', 'CreateQueue', { QueueName: 'orders' });
    const error = await kernel.as(service, action, input).catch((thrown: unknown) => thrown);
    await kernel.stop();
    expect(error).toMatchObject({ code, cause: expect.any(Error) });
  },
);
