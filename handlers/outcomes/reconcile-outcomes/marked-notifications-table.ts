import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { readBatches } from '../../shared/read-batches.ts';
import type { MarkedNotifications } from './ports.ts';

/** The notifications table with the reconciler's attribute `reconciledAt` (ISO 8601, UTC). */
export class MarkedNotificationsTable extends NotificationsTable implements MarkedNotifications {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    super(client, table);
    this.#client = client;
    this.#table = table;
  }

  /** Keys that DynamoDB did not read are read again. */
  async settledOf(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const settled = new Set<string>();
    let wanted: readonly { readonly id: string }[] = keys.map((id) => ({ id }));
    while (wanted.length > 0) {
      const reads = { purpose: 'Reading the notifications', table: this.#table, keys: wanted };
      const { items, unread } = await readBatches(this.#client, reads);
      for (const { id, sentAt, ignoredAt, reconciledAt } of items)
        if ((sentAt ?? ignoredAt ?? reconciledAt) !== undefined) settled.add(String(id));
      wanted = unread;
    }
    return settled;
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
