import { AwsError } from '../../core/aws/aws-error.ts';
import type { OperationName } from './dynalite.ts';
import type { ItemDatabase } from './item-database.ts';

const READS = new Set<OperationName>(['GetItem', 'BatchGetItem', 'Query', 'Scan']);
const WRITES = new Set<OperationName>(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

/**
 * An operation that tells what it has consumed, whether or not it was asked. A write whose condition does not hold consumes
 * one unit, as on AWS.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export class Metered {
  /** What to carry out. */
  readonly data: Record<string, unknown>;
  readonly #unit: 'read units' | 'write units' | undefined;
  readonly #wasAsked: boolean;
  readonly #database: ItemDatabase;
  readonly #times: number;

  constructor(name: OperationName, data: Record<string, unknown>, database: ItemDatabase, times: number) {
    this.#unit = READS.has(name) ? 'read units' : WRITES.has(name) ? 'write units' : undefined;
    this.#wasAsked = data.ReturnConsumedCapacity !== undefined && data.ReturnConsumedCapacity !== 'NONE';
    this.#database = database;
    this.#times = times;
    this.data = this.#unit === undefined || this.#wasAsked ? data : { ...data, ReturnConsumedCapacity: 'TOTAL' };
  }

  /** Counts, and gives the answer as it was asked for. */
  answered(answer: unknown): unknown {
    if (this.#unit === undefined || typeof answer !== 'object' || answer === null) return answer;
    const { ConsumedCapacity, ...rest } = answer as { ConsumedCapacity?: unknown };
    this.#count(unitsIn(ConsumedCapacity));
    return this.#wasAsked ? answer : rest;
  }

  failed(error: unknown): unknown {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') this.#count(1);
    return error;
  }

  #count(units: number): void {
    if (this.#unit !== undefined) this.#database.meter(this.#unit, units * this.#times);
  }
}

const unitsIn = (consumed: unknown): number => {
  const all = Array.isArray(consumed) ? consumed : [consumed];
  return all.reduce((total, each) => total + ((each as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 0), 0);
};
