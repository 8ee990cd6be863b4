import { BatchGetCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import type { Mark, MarkedNotifications } from './ports.ts';

/** The notifications table with the reconciler's attribute `reconciledAt` (ISO 8601, UTC). */
export class MarkedNotificationsTable extends NotificationsTable implements MarkedNotifications {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    super(client, table);
    this.#client = client;
    this.#table = table;
  }

  /** Reads the marks of at most 100 keys, the limit of BatchGetItem. */
  async marksOf(keys: readonly string[]): Promise<ReadonlyMap<string, Mark>> {
    const marks = new Map<string, Mark>();
    let wanted: Record<string, unknown>[] = keys.map((id) => ({ id }));
    while (wanted.length > 0) {
      const read = new BatchGetCommand({ RequestItems: { [this.#table]: { Keys: wanted, ConsistentRead: true } } });
      const answer = await callService('Reading the notifications', () => this.#client.send(read));
      for (const { id, sentAt, ignoredAt, reconciledAt } of answer.Responses?.[this.#table] ?? []) {
        if (reconciledAt !== undefined) marks.set(id, 'RECONCILED');
        else if (sentAt !== undefined || ignoredAt !== undefined) marks.set(id, 'SENT');
      }
      wanted = answer.UnprocessedKeys?.[this.#table]?.Keys ?? [];
    }
    return marks;
  }

  async markReconciled(key: string, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { id: key },
      UpdateExpression: 'SET #reconciledAt = :now',
      ExpressionAttributeNames: { '#reconciledAt': 'reconciledAt' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    await callService('Marking the end as reconciled', () => this.#client.send(update));
  }
}
