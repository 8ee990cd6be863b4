import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Ledger, PendingReview } from './ports.ts';

/** The ledger's receiving side. */
export function createLedger(client: DynamoDBDocumentClient, table: string): Ledger {
  return {
    keepNewest: async (review) => {
      for (const update of [askedAgain(table, review), begun(table, review)]) {
        if (await isWritten(client, update)) return 'STORED';
      }
      return 'KNOWN';
    },
  };
}

const NAMES = ['state', 'taskToken', 'reasons', 'requestedAt', 'reviewDeadline', 'receivedAt', 'version'] as const;
const ENDED = ['closedAt', 'claim', 'deciding', 'decision', 'remindedAt', 'escalatedAt'] as const;

const EXCHANGE = NAMES.map((name) =>
  name === 'version' ? '#version = if_not_exists(#version, :zero) + :one' : `#${name} = :${name}`,
).join(', ');

/** A pending entry gets the new token; one whose decision is noted is decided with that. */
function askedAgain(table: string, review: PendingReview): UpdateCommandInput {
  return {
    ...base(table, review),
    UpdateExpression: `SET ${EXCHANGE}, #dueAt = if_not_exists(#dueAt, :dueAt)`,
    ConditionExpression: '#state = :state AND #requestedAt < :requestedAt',
    ExpressionAttributeNames: namesOf([...NAMES, 'dueAt']),
  };
}

/** An entry that is new, or had ended. */
function begun(table: string, review: PendingReview): UpdateCommandInput {
  const hasEnded = '#state <> :state AND #requestedAt < :requestedAt';
  return {
    ...base(table, review),
    UpdateExpression: `SET ${EXCHANGE}, #dueAt = :dueAt REMOVE ${ENDED.map((name) => `#${name}`).join(', ')}`,
    ConditionExpression: `attribute_not_exists(#applicationId) OR (${hasEnded})`,
    ExpressionAttributeNames: namesOf([...NAMES, ...ENDED, 'dueAt', 'applicationId']),
  };
}

function base(table: string, { applicationId, ...review }: PendingReview) {
  const values = Object.entries({ ...review, state: 'PENDING', zero: 0, one: 1 });
  return {
    TableName: table,
    Key: { applicationId },
    ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
  };
}

const namesOf = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`#${name}`, name]));

async function isWritten(client: DynamoDBDocumentClient, update: UpdateCommandInput): Promise<boolean> {
  try {
    await client.send(new UpdateCommand(update));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
