import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../../shared/clock.ts';
import { callService, isConditionFailure } from '../../../shared/errors.ts';
import { expiryAfter } from '../../../shared/expiry.ts';
import { TRIAL_EXPIRES_AT } from '../contract.ts';
import type { Trials } from '../ports.ts';
import type { Trial } from './trial.ts';

/** Where the trials lie, and for how many days after their last write. */
export interface TrialsLocation {
  readonly table: string;
  readonly keptDays: number;
}

/** The table of trials. A trial is stored as JSON text, with the number of its writes as `version`. */
export class TrialsTable implements Trials {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #keptDays: number;
  readonly #now: Clock;

  constructor(client: DynamoDBDocumentClient, { table, keptDays }: TrialsLocation, now: Clock) {
    this.#client = client;
    this.#table = table;
    this.#keptDays = keptDays;
    this.#now = now;
  }

  async find(id: string) {
    const get = new GetCommand({ TableName: this.#table, Key: { id }, ConsistentRead: true });
    const { Item } = await callService('Reading the trial', () => this.#client.send(get));
    return Item === undefined ? undefined : { trial: JSON.parse(Item.trial) as Trial, version: Item.version as number };
  }

  async store(trial: Trial, version: number): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: {
        id: trial.id,
        version: version + 1,
        trial: JSON.stringify(trial),
        [TRIAL_EXPIRES_AT]: expiryAfter(this.#now(), this.#keptDays),
      },
      ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ...(version === 0 ? {} : { ExpressionAttributeValues: { ':version': version } }),
    });
    try {
      await callService('Storing the trial', () => this.#client.send(put));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
}
