import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EndOfRun } from '../../shared/notification/end-of-run.ts';
import { endOfRunIn, NotificationsTable } from '../../shared/notification/notifications-table.ts';
import { putAll } from '../../shared/put-all.ts';
import type { NotificationBatches } from './ports.ts';

/** The notifications table. This class can write many items with one call. */
export class NotificationBatchesTable extends NotificationsTable implements NotificationBatches {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    super(client, table);
    this.#client = client;
    this.#table = table;
  }

  /** Replaces the items without a condition, because only the holder of the lease writes them. */
  async markAllSent(ends: ReadonlyMap<string, EndOfRun | undefined>, now: Date): Promise<void> {
    const items = [...ends].map(([id, end]) => ({ id, sentAt: now.toISOString(), ...endOfRunIn(end) }));
    const left = await putAll(this.#client, { purpose: 'Marking notifications as sent', table: this.#table, items });
    await Promise.all(left.map(({ id, endOfRun }) => this.markSent(id, now, endOfRun)));
  }

  async addDuplicates(ends: ReadonlyMap<string, EndOfRun>, now: Date): Promise<void> {
    const items = [...ends].map(([id, endOfRun]) => ({ id, ignoredAt: now.toISOString(), endOfRun }));
    const left = await putAll(this.#client, { purpose: 'Storing ends of duplicates', table: this.#table, items });
    await Promise.all(left.map(({ id, endOfRun }) => this.addDuplicate(id, now, endOfRun)));
  }
}
