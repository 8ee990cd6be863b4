import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewEntry } from '../shared/review-entry.ts';
import type { Ledger } from './ports.ts';

/** The ledger's writing side. */
export function createLedger(client: DynamoDBDocumentClient, table: string): Ledger {
  return { keepNewest: (entry) => keepNewest(client, table, entry) };
}

async function keepNewest(
  client: DynamoDBDocumentClient,
  table: string,
  entry: ReviewEntry,
): Promise<'STORED' | 'KNOWN'> {
  const isFirst = 'attribute_not_exists(#applicationId)';
  const isNewer = '#requestedAt < :requestedAt';
  const put = new PutCommand({
    TableName: table,
    Item: entry,
    ConditionExpression: `${isFirst} OR ${isNewer}`,
    ExpressionAttributeNames: { '#applicationId': 'applicationId', '#requestedAt': 'requestedAt' },
    ExpressionAttributeValues: { ':requestedAt': entry.requestedAt },
  });
  try {
    await client.send(put);
    return 'STORED';
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'KNOWN';
    throw error;
  }
}
