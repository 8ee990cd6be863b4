import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../errors.ts';
import { type ConditionalWrite, type Written, writeEach } from '../write-each.ts';
import type { Claim, Notifications } from './ports.ts';

/**
 * The notifications table (key `id`). `claimedUntil`: end of the sender's lease. `sentAt`: set after sending. ISO 8601.
 */
export class NotificationsTable implements Notifications {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async claim(key: string, now: Date, claimedUntil: Date): Promise<Claim> {
    const [claim = 'TAKEN'] = await this.claimAll([key], now, claimedUntil);
    return claim;
  }

  /** Claims several notifications. The keys must be different. The results have the order of the keys. */
  async claimAll(keys: readonly string[], now: Date, claimedUntil: Date): Promise<readonly Claim[]> {
    const writes = keys.map((key) => this.#claiming(key, now, claimedUntil));
    return (await writeEach(this.#client, 'Claiming notifications', writes)).map(claimOf);
  }

  #claiming(key: string, now: Date, claimedUntil: Date): ConditionalWrite {
    return {
      Update: {
        TableName: this.#table,
        Key: { id: key },
        UpdateExpression: 'SET #claimedUntil = :until',
        ConditionExpression: 'attribute_not_exists(#id) OR (attribute_not_exists(#sentAt) AND #claimedUntil < :now)',
        ExpressionAttributeNames: { '#id': 'id', '#sentAt': 'sentAt', '#claimedUntil': 'claimedUntil' },
        ExpressionAttributeValues: { ':until': claimedUntil.toISOString(), ':now': now.toISOString() },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }

  async markSent(key: string, now: Date): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { id: key },
      UpdateExpression: 'SET #sentAt = :now',
      ExpressionAttributeNames: { '#sentAt': 'sentAt' },
      ExpressionAttributeValues: { ':now': now.toISOString() },
    });
    await callService('Marking the notification as sent', () => this.#client.send(update));
  }
}

function claimOf(written: Written): Claim {
  if (written.kind === 'WRITTEN') return 'CLAIMED';
  return written.kind === 'REFUSED' && written.item?.sentAt !== undefined ? 'SENT' : 'TAKEN';
}
