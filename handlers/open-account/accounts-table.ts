import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService, isConditionFailure } from '../shared/errors.ts';
import type { Account, Accounts } from './ports.ts';

/** The table of accounts, by application id. */
export class AccountsTable implements Accounts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async openOnce(account: Account): Promise<Account> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: account,
      ConditionExpression: 'attribute_not_exists(#applicationId)',
      ExpressionAttributeNames: { '#applicationId': 'applicationId' },
    });
    try {
      await callService('Opening the account', () => this.#client.send(put));
      return account;
    } catch (error) {
      if (isConditionFailure(error)) return this.#read(account.applicationId);
      throw error;
    }
  }

  async markAnnounced(applicationId: string, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { applicationId },
      UpdateExpression: 'SET #announcedAt = :now',
      ExpressionAttributeNames: { '#announcedAt': 'announcedAt' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    await callService('Noting the account as announced', () => this.#client.send(update));
  }

  async #read(applicationId: string): Promise<Account> {
    const read = new GetCommand({ TableName: this.#table, Key: { applicationId }, ConsistentRead: true });
    const { Item } = await callService('Reading the account', () => this.#client.send(read));
    return Item as Account;
  }
}
