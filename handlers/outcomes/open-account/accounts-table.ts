import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { putOnce } from '../../shared/put-once.ts';
import type { Account, Accounts } from './ports.ts';

/** The accounts table; its key is the application id. */
export class AccountsTable implements Accounts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  openOnce(account: Account): Promise<Account> {
    const once = { purpose: 'Opening the account', table: this.#table, key: 'applicationId', item: account } as const;
    return putOnce(this.#client, once);
  }

  async markAnnounced(applicationId: string, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { applicationId },
      UpdateExpression: 'SET #announcedAt = :now',
      ExpressionAttributeNames: { '#announcedAt': 'announcedAt' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    await callService('Marking the account as announced', () => this.#client.send(update));
  }
}
