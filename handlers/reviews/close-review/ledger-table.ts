import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Closing, Ledger } from './ports.ts';

const COUNTED = '#version = if_not_exists(#version, :zero) + :one';
const DECIDED = ', #decision = if_not_exists(#decision, :decision)';

/** The ledger's closing side. */
export function createLedger(client: DynamoDBDocumentClient, table: string): Ledger {
  return { close: (closing) => close(client, table, closing) };
}

async function close(client: DynamoDBDocumentClient, table: string, closing: Closing): Promise<boolean> {
  const { applicationId, requestedBy, state, now, decision } = closing;
  const update = new UpdateCommand({
    TableName: table,
    Key: { applicationId },
    UpdateExpression: `SET #state = :state, #closedAt = :now, ${COUNTED}${decision === undefined ? '' : DECIDED}`,
    ConditionExpression: '#state = :pending AND #requestedAt <= :requestedBy',
    ExpressionAttributeNames: {
      '#state': 'state',
      '#closedAt': 'closedAt',
      '#requestedAt': 'requestedAt',
      '#version': 'version',
      ...(decision === undefined ? {} : { '#decision': 'decision' }),
    },
    ExpressionAttributeValues: {
      ':zero': 0,
      ':one': 1,
      ...(decision === undefined ? {} : { ':decision': decision }),
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
