import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { callService, isConditionFailure } from '../errors.ts';
import type { ReviewEntry } from './entry.ts';
import type { Ledger } from './ports.ts';

/** The ledger, in its table. */
export function createLedger(client: DynamoDBDocumentClient, table: string): Ledger {
  return {
    read: async (applicationId) => {
      const command = new GetCommand({ TableName: table, Key: { applicationId }, ConsistentRead: true });
      const { Item } = await callService('Reading the review', () => client.send(command));
      return Item as ReviewEntry | undefined;
    },
    write: (entry) => write(client, table, entry),
  };
}

async function write(
  client: DynamoDBDocumentClient,
  table: string,
  entry: ReviewEntry,
): Promise<ReviewEntry | undefined> {
  const next = { ...entry, version: entry.version + 1 };
  const put = new PutCommand({
    TableName: table,
    Item: next,
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': entry.version },
  });
  try {
    await callService('Writing the review', () => client.send(put));
    return next;
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
