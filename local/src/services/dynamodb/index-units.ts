type IndexKind = 'LocalSecondaryIndexes' | 'GlobalSecondaryIndexes';

export interface IndexUse {
  readonly table: string;
  readonly kind: IndexKind;
  readonly index: string;
  readonly units: number;
}

/** The consumed capacity in the answer of dynalite's action, which counts only the table. */
interface TableCapacity {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
}

/** Collects the capacity that the writes of one operation consume in indexes. */
export class IndexUnits {
  #uses: IndexUse[] = [];

  add(use: IndexUse): void {
    this.#uses.push(use);
  }

  /** Returns the capacity used since the last call, and resets it. */
  take(): IndexUse[] {
    const uses = this.#uses;
    this.#uses = [];
    return uses;
  }
}

const sum = (uses: readonly IndexUse[]): number => uses.reduce((total, { units }) => total + units, 0);

const byIndex = (uses: readonly IndexUse[]): object => {
  const units = new Map<string, number>();
  for (const { index, units: more } of uses) units.set(index, (units.get(index) ?? 0) + more);
  return Object.fromEntries([...units].map(([index, CapacityUnits]) => [index, { CapacityUnits }]));
};

/**
 * Adds the consumed capacity of the indexes to that of their table. `detail` is ReturnConsumedCapacity.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html
 */
export const withIndexes = (capacity: TableCapacity, uses: readonly IndexUse[], detail: unknown): object => {
  const own = uses.filter(({ table }) => table === capacity.TableName);
  const kinds = (['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const).map((kind) => {
    const some = own.filter((use) => use.kind === kind);
    return some.length > 0 ? { [kind]: byIndex(some) } : {};
  });
  return {
    ...capacity,
    CapacityUnits: (capacity.CapacityUnits ?? 0) + sum(own),
    ...(detail === 'INDEXES' && Object.assign({}, ...kinds)),
  };
};
