import { NAME } from '../doors/samples.ts';
import { answered, type Bomb, refused } from './bomb.ts';

const list = (count: number, item: (index: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => item(index));

const QueueUrl = `http://sqs/000000000000/${NAME}`;
const COUNT = 20_000;

/** Batches of far more items than the service allows. */
export const BATCH_BOMBS: readonly Bomb[] = (
  [
    ['sqs:SendMessageBatch', { QueueUrl, Entries: list(COUNT, (index) => ({ Id: `${index}`, MessageBody: 'a' })) }],
    ['sqs:DeleteMessageBatch', { QueueUrl, Entries: list(COUNT, (index) => ({ Id: `${index}`, ReceiptHandle: 'a' })) }],
    ['events:PutEvents', { Entries: list(10_000, () => ({ Source: 'a', DetailType: 'b', Detail: '{}' })) }],
    [
      'events:PutTargets',
      { Rule: NAME, EventBusName: NAME, Targets: list(COUNT, (index) => ({ Id: `${index}`, Arn: 'a' })) },
    ],
    [
      'dynamodb:BatchWriteItem',
      { RequestItems: { [NAME]: list(10_000, (index) => ({ PutRequest: { Item: { id: { S: `${index}` } } } })) } },
    ],
    [
      'dynamodb:BatchGetItem',
      { RequestItems: { [NAME]: { Keys: list(COUNT, (index) => ({ id: { S: `${index}` } })) } } },
    ],
    [
      'dynamodb:TransactWriteItems',
      { TransactItems: list(5_000, (index) => ({ Put: { TableName: NAME, Item: { id: { S: `${index}` } } } })) },
    ],
    [
      'logs:PutLogEvents',
      {
        logGroupName: `/${NAME}`,
        logStreamName: NAME,
        logEvents: list(COUNT, () => ({ timestamp: 1_893_456_000_000, message: 'a' })),
      },
    ],
    ['states:CreateActivity', { name: 'a', tags: list(COUNT, (index) => ({ key: `${index}`, value: 'a' })) }],
  ] as const
).map(([operation, input]) => ({
  name: `too many items in ${operation}`,
  explode: async ({ call }) => refused(await call(operation, input)),
}));

const item = (depth: number): object => {
  let value: object = { S: 'a' };
  for (let level = 0; level < depth; level += 1) value = { L: [value] };
  return value;
};

const put = (value: object): object => ({ TableName: NAME, Item: { id: { S: 'a' }, value } });
const scan = (FilterExpression: string): object => ({
  TableName: NAME,
  FilterExpression,
  ExpressionAttributeValues: { ':a': { S: 'a' } },
});

/** Items and expressions whose cost could grow faster than their size. */
export const TABLE_BOMBS: readonly Bomb[] = [
  ['an item nested 400 deep', 'dynamodb:PutItem', put(item(400))],
  [
    'a set of 30000 texts',
    'dynamodb:PutItem',
    put({ SS: Array.from({ length: 30_000 }, (_, index) => `${index}`.repeat(4)) }),
  ],
  ['an expression in 2000 brackets', 'dynamodb:Scan', scan(`${'('.repeat(2000)}id = :a${')'.repeat(2000)}`)],
  ['an expression of 4000 NOTs', 'dynamodb:Scan', scan(`${'NOT '.repeat(1000)}id = :a`)],
  ['an expression of 300 ORs', 'dynamodb:Scan', scan(Array.from({ length: 290 }, () => 'id = :a').join(' OR '))],
  ['an expression of a long path', 'dynamodb:Scan', scan(`a${'.a'.repeat(1900)} = :a`)],
  ['a number of 4000 digits', 'dynamodb:PutItem', put({ N: '9'.repeat(4000) })],
].map(([name, operation, input]) => ({
  name: String(name),
  explode: async ({ call }) => answered(await call(String(operation), input as object)),
}));
