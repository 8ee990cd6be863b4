import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { putOnce } from '../../shared/put-once.ts';
import type { Submission, Submissions } from './ports.ts';

/** The table of submissions with an Idempotency-Key; the key consists of the caller and the Idempotency-Key. */
export class SubmissionsTable implements Submissions {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  keepFirst(submission: Submission): Promise<Submission> {
    const once = { purpose: 'Storing the submission', table: this.#table, key: 'id', item: submission } as const;
    return putOnce(this.#client, once);
  }

  async markAccepted(id: string, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { id },
      UpdateExpression: 'SET #acceptedAt = :now',
      ExpressionAttributeNames: { '#acceptedAt': 'acceptedAt' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    await callService('Marking the submission as accepted', () => this.#client.send(update));
  }
}
