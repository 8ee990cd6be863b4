import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewState } from '../../../events/states.ts';
import type { ReviewEntry } from '../shared/review-entry.ts';
import { STATE_INDEX } from './contract.ts';
import type { Ledger } from './ports.ts';

/** The ledger's keeping side. */
export class LedgerTable implements Ledger {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *pendingPages(): AsyncIterable<readonly ReviewEntry[]> {
    const query = {
      TableName: this.#table,
      IndexName: STATE_INDEX,
      KeyConditionExpression: '#state = :pending',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':pending': 'PENDING' },
    };
    for await (const page of paginateQuery({ client: this.#client }, query)) yield (page.Items ?? []) as ReviewEntry[];
  }

  async close(entry: ReviewEntry, state: Exclude<ReviewState, 'PENDING'>, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { applicationId: entry.applicationId },
      UpdateExpression: 'SET #state = :state, #closedAt = :now, #version = if_not_exists(#version, :zero) + :one',
      ConditionExpression: '#state = :pending AND #requestedAt = :requestedAt',
      ExpressionAttributeNames: {
        '#state': 'state',
        '#closedAt': 'closedAt',
        '#requestedAt': 'requestedAt',
        '#version': 'version',
      },
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':state': state,
        ':now': now.toISOString(),
        ':pending': 'PENDING',
        ':requestedAt': entry.requestedAt,
      },
    });
    try {
      await this.#client.send(update);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
    }
  }
}
