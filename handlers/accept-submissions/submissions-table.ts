import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService, isConditionFailure } from '../shared/errors.ts';
import type { Submission, Submissions } from './ports.ts';

/** The table of submissions that came with an Idempotency-Key, by caller and key. */
export class SubmissionsTable implements Submissions {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async keepFirst(submission: Submission): Promise<Submission> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: submission,
      ConditionExpression: 'attribute_not_exists(#id)',
      ExpressionAttributeNames: { '#id': 'id' },
    });
    try {
      await callService('Noting the submission', () => this.#client.send(put));
      return submission;
    } catch (error) {
      if (isConditionFailure(error)) return this.#read(submission.id);
      throw error;
    }
  }

  async markAccepted(id: string, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { id },
      UpdateExpression: 'SET #acceptedAt = :now',
      ExpressionAttributeNames: { '#acceptedAt': 'acceptedAt' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    await callService('Noting the submission as accepted', () => this.#client.send(update));
  }

  async #read(id: string): Promise<Submission> {
    const read = new GetCommand({ TableName: this.#table, Key: { id }, ConsistentRead: true });
    const { Item } = await callService('Reading the submission', () => this.#client.send(read));
    return Item as Submission;
  }
}
