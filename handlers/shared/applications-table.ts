import {
  type DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { ApplicationState } from '../../events/states.ts';
import type { ApplicationRecord, ApplicationView } from './application-record.ts';
import { callService, isConditionFailure } from './errors.ts';
import { itemInTheWay } from './item-in-the-way.ts';
import { putOnce } from './put-once.ts';
import { readBatches } from './read-batches.ts';

const READING = 'Reading the application';
const WRITING = 'Writing the application';
const VIEWED = [
  'state',
  'executionArn',
  'reviewDeadline',
  'decisionsRequired',
  'decision',
  'informationRequests',
] as const satisfies readonly (keyof ApplicationView)[];

/** A conditional write: the record must be in one of the states `from` and belong to `executionArn`. */
export interface StateChange {
  readonly id: string;
  readonly executionArn: string;
  readonly from: readonly ApplicationState[];
  readonly set: Partial<Omit<ApplicationRecord, 'id' | 'version' | 'executionArn'>> & {
    readonly state: ApplicationState;
    readonly updatedAt: string;
  };
  readonly remove?: readonly (keyof ApplicationRecord)[];
  /** If given, the record must still have this version. */
  readonly version?: number;
}

/** Result of a change, with the record as it is now. `record` is undefined if the table has no such record. */
export type ChangeResult =
  | { readonly isChanged: true; readonly record: ApplicationRecord }
  | { readonly isChanged: false; readonly record: ApplicationRecord | undefined };

/** The applications table. Every write has a condition; if the condition fails, nothing is changed. */
export class ApplicationsTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Strongly consistent read. */
  async find(id: string): Promise<ApplicationRecord | undefined> {
    return (await this.#get(id)) as ApplicationRecord | undefined;
  }

  /** Like `find`, but reads no applicant's data. */
  async view(id: string): Promise<ApplicationView | undefined> {
    const projection = {
      ProjectionExpression: VIEWED.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(VIEWED.map((name) => [`#${name}`, name])),
    };
    return (await this.#get(id, projection)) as ApplicationView | undefined;
  }

  async #get(id: string, projection: Partial<GetCommandInput> = {}): Promise<unknown> {
    const read = new GetCommand({ TableName: this.#table, Key: { id }, ConsistentRead: true, ...projection });
    const { Item } = await callService(READING, () => this.#client.send(read));
    return Item;
  }

  /**
   * Strongly consistent reads of several records, by id. The value is undefined if there is no record. An id that
   * DynamoDB did not read, because it throttled the call, is missing in the result.
   */
  async findAll(ids: readonly string[]): Promise<ReadonlyMap<string, ApplicationRecord | undefined>> {
    const keys = [...new Set(ids)].map((id) => ({ id }));
    const { items, unread } = await readBatches(this.#client, { purpose: READING, table: this.#table, keys });
    const records = new Map((items as unknown as ApplicationRecord[]).map((record) => [record.id, record]));
    const left = new Set(unread.map(({ id }) => id));
    return new Map(keys.filter(({ id }) => !left.has(id)).map(({ id }) => [id, records.get(id)]));
  }

  /** Stores a record if its id is new. Returns the record that is then in the table: this one or an earlier one. */
  createOnce(record: ApplicationRecord): Promise<ApplicationRecord> {
    return putOnce(this.#client, { purpose: WRITING, table: this.#table, key: 'id', item: record });
  }

  /** Replaces a record that belongs to `formerExecutionArn`. Returns false if it belongs to another execution or is erased. */
  async takeOver(record: ApplicationRecord, formerExecutionArn: string): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.#table,
      Item: record,
      ConditionExpression: '#executionArn = :former AND attribute_not_exists(#erasure)',
      ExpressionAttributeNames: { '#executionArn': 'executionArn', '#erasure': 'erasure' },
      ExpressionAttributeValues: { ':former': formerExecutionArn },
    });
    try {
      await callService(WRITING, () => this.#client.send(put));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  /** Changes the record if it has one of the states `from` and belongs to `executionArn`. */
  async change(change: StateChange): Promise<ChangeResult> {
    const update = new UpdateCommand(updateOf(this.#table, change));
    try {
      const { Attributes } = await callService(WRITING, () => this.#client.send(update));
      return { isChanged: true, record: Attributes as ApplicationRecord };
    } catch (error) {
      return { isChanged: false, record: itemInTheWay(error) as ApplicationRecord | undefined };
    }
  }
}

function updateOf(table: string, change: StateChange): UpdateCommandInput {
  const { id, executionArn, from, set, remove = [], version } = change;
  const written = Object.entries(set).filter(([, value]) => value !== undefined);
  const states = from.map((state, index) => [`:from${index}`, state] as const);
  const stateIsAllowed = `#state IN (${states.map(([name]) => name).join(', ')})`;
  const assignments = written.map(([name]) => `#${name} = :${name}`);
  const removals = remove.length === 0 ? '' : ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}`;
  const versionIsSame = version === undefined ? '' : ' AND #version = :version';
  return {
    TableName: table,
    Key: { id },
    UpdateExpression: `SET ${[...assignments, '#version = #version + :one'].join(', ')}${removals}`,
    ConditionExpression: `#executionArn = :executionArn AND ${stateIsAllowed}${versionIsSame}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(written.map(([name]) => [`#${name}`, name])),
      ...Object.fromEntries(remove.map((name) => [`#${name}`, name])),
      '#executionArn': 'executionArn',
      '#version': 'version',
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(written.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(states),
      ':executionArn': executionArn,
      ...(version === undefined ? {} : { ':version': version }),
      ':one': 1,
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}
