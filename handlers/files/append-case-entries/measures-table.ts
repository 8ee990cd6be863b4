import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TryAgainException } from '../../shared/errors.ts';
import { expiryAfter } from '../../shared/expiry.ts';
import { MEASURES_EXPIRE_AT } from '../../shared/measures/contract.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';
import { writeBatches } from '../../shared/write-batches.ts';
import type { Measures } from './ports.ts';

/** The table of measures: key `day` and `id`. Rows expire after `keptDays`. */
export class MeasuresTable implements Measures {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #keptDays: number;

  constructor(client: DynamoDBDocumentClient, table: string, keptDays: number) {
    this.#client = client;
    this.#table = table;
    this.#keptDays = keptDays;
  }

  async add(rows: readonly KeyedRow[]): Promise<void> {
    const requests = rows.map((row) => ({
      PutRequest: { Item: { ...row, [MEASURES_EXPIRE_AT]: expiryAfter(new Date(row.at), this.#keptDays) } },
    }));
    const left = await writeBatches(this.#client, { purpose: 'Writing the measures', table: this.#table, requests });
    if (left.length > 0) throw new TryAgainException('DynamoDB throttled the writes of the measures.');
  }
}
