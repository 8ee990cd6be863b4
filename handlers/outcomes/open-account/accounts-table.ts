import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { putAll } from '../../shared/put-all.ts';
import { type ConditionalWrite, writeEach } from '../../shared/write-each.ts';
import type { Account, Accounts } from './ports.ts';

const OPENING = 'Opening accounts';
const MARKING = 'Marking accounts as announced';

/** The accounts table. The key of an account is its application's id. */
export class AccountsTable implements Accounts {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async openAllOnce(accounts: readonly Account[]): Promise<readonly (Account | undefined)[]> {
    const written = await writeEach(
      this.#client,
      OPENING,
      accounts.map((account) => this.#opening(account)),
    );
    return accounts.map((account, index) => {
      const result = written[index];
      if (result?.kind === 'WRITTEN') return account;
      return result?.kind === 'REFUSED' ? (result.item as Account | undefined) : undefined;
    });
  }

  #opening(account: Account): ConditionalWrite {
    return {
      Put: {
        TableName: this.#table,
        Item: account,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': 'applicationId' },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }

  /** Replaces the items without a condition, because nothing else changes an account. */
  async markAllAnnounced(accounts: readonly Account[], now: Date): Promise<void> {
    const items = accounts.map((account) => ({ ...account, announcedAt: now.toISOString() }));
    const left = await putAll(this.#client, { purpose: MARKING, table: this.#table, items });
    const puts = left.map((Item) => new PutCommand({ TableName: this.#table, Item }));
    await Promise.all(puts.map((put) => callService(MARKING, () => this.#client.send(put))));
  }
}
