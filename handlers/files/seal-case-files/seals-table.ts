import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Head } from '../../../case-file/seal.ts';
import { callService } from '../../shared/errors.ts';
import { putAll } from '../../shared/put-all.ts';
import type { ReadEntries, Seal, Seals } from './ports.ts';

/** No application id has this character: `#1` is the first seal, `#latest` the newest one. */
const SEAL = '#';
const LATEST = `${SEAL}latest`;
const STORING = 'Storing the sealed ends of case files';

/** The table of seals: an item for each file with its end at the last seal, and the seals. */
export class SealsTable implements Seals {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async *heads(): AsyncIterable<readonly Head[]> {
    const input = { TableName: this.#table, ConsistentRead: true };
    for await (const { Items = [] } of paginateScan({ client: this.#client }, input))
      yield Items.filter(({ id }) => !String(id).startsWith(SEAL)).map(({ id, number, hash }) => ({
        applicationId: id,
        number,
        hash,
      }));
  }

  async latest(): Promise<Seal | undefined> {
    const get = new GetCommand({ TableName: this.#table, Key: { id: LATEST }, ConsistentRead: true });
    const { Item } = await callService('Reading the newest seal', () => this.#client.send(get));
    if (Item === undefined) return undefined;
    const { id: _, ...seal } = Item;
    return seal as Seal;
  }

  async storeHeads(heads: readonly Head[], sealedAt: string): Promise<void> {
    const items = heads.map(({ applicationId, number, hash }) => ({ id: applicationId, number, hash, sealedAt }));
    const left = await putAll(this.#client, { purpose: STORING, table: this.#table, items });
    for (const Item of left) {
      const put = new PutCommand({ TableName: this.#table, Item });
      await callService(STORING, () => this.#client.send(put));
    }
  }

  /** One transaction, so that the newest seal is never behind the seals. */
  async store(seal: Seal): Promise<void> {
    const isNew = 'attribute_not_exists(id)';
    const numbered = {
      TableName: this.#table,
      Item: { id: `${SEAL}${seal.number}`, ...seal },
      ConditionExpression: isNew,
    };
    const latest = { TableName: this.#table, Item: { id: LATEST, ...seal } };
    const write = new TransactWriteCommand({ TransactItems: [{ Put: numbered }, { Put: latest }] });
    await callService('Storing the seal of all case files', () => this.#client.send(write));
  }
}

/** Reads number and hash of all entries; the entries of one file come in order. */
export function createEntryReader(client: DynamoDBDocumentClient, TableName: string): ReadEntries {
  return async function* () {
    const input = {
      TableName,
      ConsistentRead: true,
      ProjectionExpression: '#id, #number, #hash',
      ExpressionAttributeNames: { '#id': 'applicationId', '#number': 'number', '#hash': 'hash' },
    };
    for await (const { Items = [] } of paginateScan({ client }, input)) yield Items as Head[];
  };
}
