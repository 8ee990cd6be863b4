import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../../local/src/services/dynamodb/dynamodb.ts';
import { createStepFunctions } from '../../../../../local/src/services/stepfunctions/step-functions.ts';
import { startKernel, type TestKernel } from '../../../kernel.ts';
import { ROLE } from '../step-functions.ts';

let kernel: TestKernel;
beforeEach(async () => {
  kernel = await startKernel((made) => [createDynamoDb(made), createStepFunctions(made)]);
  await kernel.as('dynamodb', 'CreateTable', {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const Item = { id: { S: 'a' }, paid: { BOOL: true } };
  await kernel.as('dynamodb', 'PutItem', { TableName: 'orders', Item });
});
afterEach(() => kernel.stop());

const performed = async (action: string, Parameters: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const Call = { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:dynamodb:${action}`, Parameters, End: true };
  const definition = JSON.stringify({ StartAt: 'Call', States: { Call } });
  const call = async (name: string, input: Record<string, unknown>) =>
    (await kernel.as('states', name, input)) as Record<string, unknown>;
  const { stateMachineArn } = await call('CreateStateMachine', { name: 'statements', definition, roleArn: ROLE });
  const { executionArn } = await call('StartExecution', { stateMachineArn });
  await kernel.inflight.idle();
  return call('DescribeExecution', { executionArn });
};

test('aws-sdk:dynamodb:executeStatement runs a statement with parameters in the names of the Java SDK', async () => {
  const { output } = await performed('executeStatement', {
    Statement: 'SELECT id, paid FROM orders WHERE id = ? AND paid = ?',
    Parameters: [{ S: 'a' }, { Bool: true }],
  });
  expect(JSON.parse(String(output))).toEqual({ Items: [{ id: { S: 'a' }, paid: { Bool: true } }] });
});

test('a failed condition has the name of the Java SDK', async () => {
  expect(
    await performed('executeStatement', { Statement: "UPDATE orders SET paid = false WHERE id = 'b'" }),
  ).toMatchObject({ status: 'FAILED', error: 'DynamoDb.ConditionalCheckFailedException' });
});

test('aws-sdk:dynamodb:executeTransaction performs its statements', async () => {
  const TransactStatements = [{ Statement: "INSERT INTO orders VALUE {'id': ?}", Parameters: [{ S: 'c' }] }];
  expect((await performed('executeTransaction', { TransactStatements })).status).toBe('SUCCEEDED');
  expect(await kernel.as('dynamodb', 'GetItem', { TableName: 'orders', Key: { id: { S: 'c' } } })).toEqual({
    Item: { id: { S: 'c' } },
  });
});

test('a number as the value of S is refused before the statement is sent', async () => {
  const { error, cause } = await performed('executeStatement', { Statement: 'SELECT', Parameters: [{ S: 5 }] });
  expect(error).toBe('States.Runtime');
  expect(cause).toContain("The value for the field 'S' must be a STRING");
});
