import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expiryAfter } from '../../shared/expiry.ts';
import { MEASURES_EXPIRE_AT } from '../../shared/measures/contract.ts';
import type { KeyedRow } from '../../shared/measures/row.ts';
import { writeAll } from '../../shared/write-batches.ts';
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

  add(rows: readonly KeyedRow[]): Promise<void> {
    const requests = rows.map((row) => ({
      PutRequest: { Item: { ...row, [MEASURES_EXPIRE_AT]: expiryAfter(new Date(row.at), this.#keptDays) } },
    }));
    return writeAll(this.#client, { purpose: 'Writing the measures', table: this.#table, requests });
  }
}
