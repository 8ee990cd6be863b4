import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { callService, isConditionFailure } from '../../shared/errors.ts';
import { expiryAfter } from '../../shared/expiry.ts';
import { MEASURES_EXPIRE_AT, MEASURES_KEY } from '../../shared/measures/contract.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';
import type { Measures } from './ports.ts';

/** The table of measures: key `day` and `id`. Rows are only added, and expire after `keptDays`. */
export class MeasuresTable implements Measures {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #keptDays: number;

  constructor(client: DynamoDBDocumentClient, table: string, keptDays: number) {
    this.#client = client;
    this.#table = table;
    this.#keptDays = keptDays;
  }

  async add(row: KeyedRow): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: { ...row, [MEASURES_EXPIRE_AT]: expiryAfter(new Date(row.at), this.#keptDays) },
      ConditionExpression: 'attribute_not_exists(#id)',
      ExpressionAttributeNames: { '#id': MEASURES_KEY.id },
    });
    try {
      await callService('Writing a measure', () => this.#client.send(put));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }
}
