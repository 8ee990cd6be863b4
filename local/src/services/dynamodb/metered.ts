import { AwsError } from '../../core/aws/aws-error.ts';
import type { OperationName } from './dynalite.ts';
import { withIndexes } from './index-units.ts';
import type { ItemDatabase } from './item-database.ts';

const READS = new Set<OperationName>(['GetItem', 'BatchGetItem', 'Query', 'Scan']);
const WRITES = new Set<OperationName>(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']);

/**
 * Measures the capacity that an operation consumes, even if the caller did not request ReturnConsumedCapacity. As on
 * AWS, a write whose condition fails consumes one unit.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export class MeteredOperation {
  /** The input for the operation. It requests the consumed capacity even if the caller does not. */
  readonly data: Record<string, unknown>;
  readonly #unit: 'read units' | 'write units' | undefined;
  readonly #wasRequested: boolean;
  readonly #database: ItemDatabase;
  readonly #times: number;

  constructor(name: OperationName, data: Record<string, unknown>, database: ItemDatabase, times: number) {
    this.#unit = unitOf(name);
    this.#wasRequested = data.ReturnConsumedCapacity !== undefined && data.ReturnConsumedCapacity !== 'NONE';
    this.#database = database;
    this.#times = times;
    this.data = this.#unit === undefined || this.#wasRequested ? data : { ...data, ReturnConsumedCapacity: 'TOTAL' };
  }

  /** Counts the consumed units; returns the answer without ConsumedCapacity, unless the caller requested it. */
  answered(answer: unknown): unknown {
    if (this.#unit === undefined || typeof answer !== 'object' || answer === null) return answer;
    const { ConsumedCapacity, ...rest } = answer as { ConsumedCapacity?: unknown };
    const uses = this.#database.indexUnits.take();
    this.#count(unitsIn(ConsumedCapacity));
    this.#count(uses.reduce((total, { units }) => total + units, 0));
    if (!this.#wasRequested) return rest;
    const complete = (capacity: object) => withIndexes(capacity, uses, this.data.ReturnConsumedCapacity);
    return {
      ...rest,
      ConsumedCapacity: Array.isArray(ConsumedCapacity)
        ? ConsumedCapacity.map(complete)
        : complete(ConsumedCapacity as object),
    };
  }

  /** Counts the unit of a failed condition; returns the error. */
  failed(error: unknown): unknown {
    this.#database.indexUnits.take();
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') this.#count(1);
    return error;
  }

  #count(units: number): void {
    if (this.#unit !== undefined) this.#database.meter(this.#unit, units * this.#times);
  }
}

const unitOf = (name: OperationName): 'read units' | 'write units' | undefined => {
  if (READS.has(name)) return 'read units';
  return WRITES.has(name) ? 'write units' : undefined;
};

const unitsIn = (consumed: unknown): number => {
  const all = Array.isArray(consumed) ? consumed : [consumed];
  return all.reduce((total, each) => total + ((each as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 0), 0);
};
