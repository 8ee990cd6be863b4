import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { putAll } from '../../shared/put-all.ts';
import type { NotificationBatches } from './ports.ts';

/** The notifications table with marks for many notifications in one write. */
export class NotificationBatchesTable extends NotificationsTable implements NotificationBatches {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    super(client, table);
    this.#client = client;
    this.#table = table;
  }

  /** Replaces the items: until its lease ends, only the holder writes them. */
  async markAllSent(keys: readonly string[], now: Date): Promise<void> {
    const items = keys.map((id) => ({ id, sentAt: now.toISOString() }));
    const puts = { purpose: 'Marking notifications as sent', table: this.#table, items };
    const left = await putAll(this.#client, puts);
    await Promise.all(left.map(({ id }) => this.markSent(id, now)));
  }
}
