import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { ApplicationState } from '../../events/states.ts';
import type { ApplicationRecord } from './application-record.ts';
import { callService, isConditionFailure } from './errors.ts';

/** A write that happens only while the record is in one of the states `from` and belongs to `executionArn`. */
export interface StateChange {
  readonly id: string;
  readonly executionArn: string;
  readonly from: readonly ApplicationState[];
  readonly set: Partial<Omit<ApplicationRecord, 'id' | 'version' | 'executionArn'>> & {
    readonly state: ApplicationState;
    readonly updatedAt: string;
  };
}

/** The table of applications. Every write has a condition; where that does not hold, nothing is changed. */
export class ApplicationsTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Reads what has been written up to now (consistently). */
  async find(id: string): Promise<ApplicationRecord | undefined> {
    const read = new GetCommand({ TableName: this.#table, Key: { id }, ConsistentRead: true });
    const { Item } = await callService('Reading the application', () => this.#client.send(read));
    return Item as ApplicationRecord | undefined;
  }

  /** Stores a record under an id that has none; false when it has one. */
  create(record: ApplicationRecord): Promise<boolean> {
    return this.#put({
      TableName: this.#table,
      Item: record,
      ConditionExpression: 'attribute_not_exists(#id)',
      ExpressionAttributeNames: { '#id': 'id' },
    });
  }

  /** Replaces a record that still belongs to `formerExecutionArn`; false when it does not. */
  takeOver(record: ApplicationRecord, formerExecutionArn: string): Promise<boolean> {
    return this.#put({
      TableName: this.#table,
      Item: record,
      ConditionExpression: '#executionArn = :former',
      ExpressionAttributeNames: { '#executionArn': 'executionArn' },
      ExpressionAttributeValues: { ':former': formerExecutionArn },
    });
  }

  /** Makes a change and answers the changed record; nothing when the change was not allowed. */
  async change(change: StateChange): Promise<ApplicationRecord | undefined> {
    const update = new UpdateCommand(updateOf(this.#table, change));
    const result = await unlessRefused(() => this.#client.send(update));
    return result?.Attributes as ApplicationRecord | undefined;
  }

  async #put(input: PutCommandInput): Promise<boolean> {
    return (await unlessRefused(() => this.#client.send(new PutCommand(input)))) !== undefined;
  }
}

function updateOf(table: string, { id, executionArn, from, set }: StateChange): UpdateCommandInput {
  const written = Object.entries(set).filter(([, value]) => value !== undefined);
  const states = from.map((state, index) => [`:from${index}`, state] as const);
  const stateIsAllowed = `#state IN (${states.map(([name]) => name).join(', ')})`;
  const assignments = written.map(([name]) => `#${name} = :${name}`);
  return {
    TableName: table,
    Key: { id },
    UpdateExpression: `SET ${[...assignments, '#version = #version + :one'].join(', ')}`,
    ConditionExpression: `#executionArn = :executionArn AND ${stateIsAllowed}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(written.map(([name]) => [`#${name}`, name])),
      '#executionArn': 'executionArn',
      '#version': 'version',
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(written.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(states),
      ':executionArn': executionArn,
      ':one': 1,
    },
    ReturnValues: 'ALL_NEW',
  };
}

async function unlessRefused<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await callService('Writing the application', write);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
