import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { start } from 'one-machine';

export interface Tables {
  readonly client: DynamoDBDocumentClient;
  /**
   * Creates a table with the key `key`. With `listedByStateAnd` it has the index `state`, sorted by that attribute.
   * With `dueByStateAnd` it has the index `due`, sorted by that attribute.
   */
  create(name: string, key: string, listedByStateAnd?: string, dueByStateAnd?: string): Promise<void>;
  /** Creates a table with the key `key` and the sort key `numberedBy`, a number. */
  createNumbered(name: string, key: string, numberedBy: string): Promise<void>;
  /** Creates a table with the key `key` and the sort key `sortedBy`, a text. */
  createSorted(name: string, key: string, sortedBy: string): Promise<void>;
  stop(): Promise<void>;
}

/** An empty in-memory DynamoDB on a free port. */
export async function startTables(): Promise<Tables> {
  const aws = await start();
  const plain = new DynamoDBClient({ ...aws.clientConfig, maxAttempts: 1 });
  const create: Tables['create'] = async (name, key, listedByStateAnd, dueByStateAnd) => {
    const indexes = { state: listedByStateAnd, due: dueByStateAnd };
    await plain.send(new CreateTableCommand(definitionOf(name, key, indexes)));
  };
  const createWithRange = async (TableName: string, key: string, sortKey: string, AttributeType: 'N' | 'S') => {
    const AttributeDefinitions = [text(key), { AttributeName: sortKey, AttributeType }];
    const KeySchema = [
      { AttributeName: key, KeyType: 'HASH' as const },
      { AttributeName: sortKey, KeyType: 'RANGE' as const },
    ];
    await plain.send(
      new CreateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions, KeySchema }),
    );
  };
  const stop = async () => {
    plain.destroy();
    await aws.stop();
  };
  return {
    client: DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } }),
    create,
    createNumbered: (name, key, numberedBy) => createWithRange(name, key, numberedBy, 'N'),
    createSorted: (name, key, sortedBy) => createWithRange(name, key, sortedBy, 'S'),
    stop,
  };
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

function definitionOf(TableName: string, key: string, indexes: Readonly<Record<string, string | undefined>>) {
  const table = {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [text(key)],
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' as const }],
  };
  const given = Object.entries(indexes).flatMap(([name, sortKey]) =>
    sortKey === undefined ? [] : [{ name, sortKey }],
  );
  if (given.length === 0) return table;
  const GlobalSecondaryIndexes = given.map(({ name, sortKey }) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: 'state', KeyType: 'HASH' as const },
      { AttributeName: sortKey, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  }));
  const AttributeDefinitions = [text(key), text('state'), ...given.map(({ sortKey }) => text(sortKey))];
  return { ...table, AttributeDefinitions, GlobalSecondaryIndexes };
}
