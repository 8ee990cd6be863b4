import type { TestKernel } from '../../kernel.ts';

/** The code and message with which DynamoDB refuses a request; `accepted` if it does not. */
export const refusalOf = (kernel: TestKernel, action: string, input: Record<string, unknown>): Promise<string> =>
  kernel.as('dynamodb', action, input).then(
    () => 'accepted',
    ({ code, message }) => `${code}: ${message}`,
  );

/** Creates a table with the key `id`, a string. */
export const createTableWithId = (kernel: TestKernel, TableName: string): Promise<unknown> =>
  kernel.as('dynamodb', 'CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
