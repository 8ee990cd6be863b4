import { expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel } from '../../kernel.ts';

test('An AwsError keeps the error from which it was made as its cause', () => {
  const cause = new Error('the disk is full');
  expect(new AwsError('InternalFailure', 'It failed.', { statusCode: 500, cause })).toMatchObject({ cause });
  expect(new AwsError('NotFound', 'There is none.')).not.toHaveProperty('cause');
});

test('An error of the DynamoDB library is the cause of the error in the response', async () => {
  const kernel = await startKernel((k) => [createDynamoDb(k)]);
  const error = await kernel
    .as('dynamodb', 'GetItem', { TableName: 'absent', Key: { id: { S: 'a' } } })
    .catch((thrown: unknown) => thrown);
  await kernel.stop();
  expect(error).toMatchObject({ code: 'ResourceNotFoundException', cause: expect.any(Error) });
});
