import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../errors.ts';
import { itemInTheWay } from '../item-in-the-way.ts';
import type { Notifications } from './ports.ts';

/** The notifications table: key `id`; `claimedUntil` while a mail is sent, `sentAt` afterwards (both ISO 8601, UTC). */
export class NotificationsTable implements Notifications {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async claim(key: string, now: Date, claimedUntil: Date): Promise<'CLAIMED' | 'TAKEN' | 'SENT'> {
    const isFree = 'attribute_not_exists(#id) OR (attribute_not_exists(#sentAt) AND #claimedUntil < :now)';
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { id: key },
      UpdateExpression: 'SET #claimedUntil = :until',
      ConditionExpression: isFree,
      ExpressionAttributeNames: { '#id': 'id', '#sentAt': 'sentAt', '#claimedUntil': 'claimedUntil' },
      ExpressionAttributeValues: { ':until': claimedUntil.toISOString(), ':now': now.toISOString() },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await callService('Claiming the notification', () => this.#client.send(update));
      return 'CLAIMED';
    } catch (error) {
      return itemInTheWay(error)?.sentAt === undefined ? 'TAKEN' : 'SENT';
    }
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
