import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { putAll } from '../../shared/put-all.ts';
import type { NotificationBatches } from './ports.ts';

/** The notifications table. This class can mark many notifications as sent with one call. */
export class NotificationBatchesTable extends NotificationsTable implements NotificationBatches {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    super(client, table);
    this.#client = client;
    this.#table = table;
  }

  /** Replaces the items without a condition, because only the holder of the lease writes them. */
  async markAllSent(keys: readonly string[], now: Date): Promise<void> {
    const items = keys.map((id) => ({ id, sentAt: now.toISOString() }));
    const puts = { purpose: 'Marking notifications as sent', table: this.#table, items };
    const left = await putAll(this.#client, puts);
    await Promise.all(left.map(({ id }) => this.markSent(id, now)));
  }
}
