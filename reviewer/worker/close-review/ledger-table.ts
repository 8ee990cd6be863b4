import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Closing, Ledger } from './ports.ts';

/** The ledger's closing side. */
export function createLedger(client: DynamoDBDocumentClient, table: string): Ledger {
  return { close: (closing) => close(client, table, closing) };
}

async function close(client: DynamoDBDocumentClient, table: string, closing: Closing): Promise<boolean> {
  const { applicationId, requestedBy, state, now } = closing;
  const update = new UpdateCommand({
    TableName: table,
    Key: { applicationId },
    UpdateExpression: 'SET #state = :state, #closedAt = :now',
    ConditionExpression: '#state = :pending AND #requestedAt <= :requestedBy',
    ExpressionAttributeNames: { '#state': 'state', '#closedAt': 'closedAt', '#requestedAt': 'requestedAt' },
    ExpressionAttributeValues: {
      ':state': state,
      ':now': now.toISOString(),
      ':pending': 'PENDING',
      ':requestedBy': requestedBy.toISOString(),
    },
  });
  try {
    await client.send(update);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
