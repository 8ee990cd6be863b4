import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../errors.ts';
import { type ConditionalWrite, type Written, writeEach } from '../write-each.ts';
import type { EndOfRun } from './end-of-run.ts';
import type { Claim, EndsOfRuns } from './ports.ts';

/**
 * The notifications table (key `id`). `claimedUntil`: end of the sender's lease. `sentAt`: set after sending. `ignoredAt`:
 * the run was a duplicate. ISO 8601. `endOfRun`: an `EndOfRun`, which the case file of its application describes.
 */
export class NotificationsTable implements EndsOfRuns {
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

  markSent(key: string, now: Date, end?: EndOfRun): Promise<void> {
    return this.#set('Marking the notification as sent', key, { sentAt: now.toISOString(), ...endOfRunIn(end) });
  }

  addDuplicate(key: string, now: Date, end: EndOfRun): Promise<void> {
    return this.#set('Storing the end of a duplicate', key, { ignoredAt: now.toISOString(), ...endOfRunIn(end) });
  }

  async #set(purpose: string, id: string, attributes: Readonly<Record<string, unknown>>): Promise<void> {
    const names = Object.keys(attributes);
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { id },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
    });
    await callService(purpose, () => this.#client.send(update));
  }
}

/** The attribute of an item about this end. */
export const endOfRunIn = (end: EndOfRun | undefined): { readonly endOfRun?: EndOfRun } =>
  end === undefined ? {} : { endOfRun: end };

function claimOf(written: Written): Claim {
  if (written.kind === 'WRITTEN') return 'CLAIMED';
  return written.kind === 'REFUSED' && written.item?.sentAt !== undefined ? 'SENT' : 'TAKEN';
}
