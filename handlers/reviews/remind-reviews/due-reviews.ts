import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService, isConditionFailure } from '../../shared/errors.ts';
import { DUE_INDEX } from './contract.ts';
import type { Mark, Waiting } from './decide.ts';
import type { DueReviews } from './remind.ts';

/** The ledger, as far as it waits for somebody. */
export class DueReviewsTable implements DueReviews {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *pagesUntil(until: Date): AsyncIterable<readonly Waiting[]> {
    const query = {
      TableName: this.#table,
      IndexName: DUE_INDEX,
      KeyConditionExpression: '#state = :pending AND #dueAt <= :until',
      FilterExpression: 'attribute_not_exists(#escalatedAt)',
      ExpressionAttributeNames: { '#state': 'state', '#dueAt': 'dueAt', '#escalatedAt': 'escalatedAt' },
      ExpressionAttributeValues: { ':pending': 'PENDING', ':until': until.toISOString() },
    };
    for await (const page of paginateQuery({ client: this.#client }, query)) yield (page.Items ?? []) as Waiting[];
  }

  async mark({ applicationId, dueAt }: Waiting, mark: Mark, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { applicationId },
      UpdateExpression: 'SET #mark = :now, #version = #version + :one',
      ConditionExpression: '#state = :pending AND #dueAt = :dueAt',
      ExpressionAttributeNames: { '#mark': mark, '#version': 'version', '#state': 'state', '#dueAt': 'dueAt' },
      ExpressionAttributeValues: { ':now': now.toISOString(), ':one': 1, ':pending': 'PENDING', ':dueAt': dueAt },
    });
    try {
      await callService('Noting the reminder', () => this.#client.send(update));
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  }
}
