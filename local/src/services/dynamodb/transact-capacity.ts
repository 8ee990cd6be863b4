import { TRANSACTIONAL } from './perform.ts';

/** The consumed capacity of one action, as it would be outside a transaction. */
interface Consumed {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
  readonly Table?: { readonly CapacityUnits?: number };
  readonly [indexes: string]: unknown;
}

type Kind = 'ReadCapacityUnits' | 'WriteCapacityUnits';

const KINDS = ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes'] as const;

const units = (value: number, kind: Kind) => ({ CapacityUnits: value, [kind]: value });

const indexUnits = (all: readonly Consumed[], member: (typeof KINDS)[number], kind: Kind): object => {
  const totals = new Map<string, number>();
  for (const each of all)
    for (const [index, { CapacityUnits }] of Object.entries(
      (each[member] ?? {}) as Record<string, { CapacityUnits: number }>,
    ))
      totals.set(index, (totals.get(index) ?? 0) + CapacityUnits * TRANSACTIONAL);
  if (totals.size === 0) return {};
  return { [member]: Object.fromEntries([...totals].map(([index, total]) => [index, units(total, kind)])) };
};

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0) * TRANSACTIONAL, 0);

const ofTable = (all: readonly Consumed[], kind: Kind, detail: unknown): object => ({
  TableName: all[0]?.TableName,
  ...units(sum(all.map(({ CapacityUnits }) => CapacityUnits)), kind),
  ...(detail === 'INDEXES' && {
    Table: units(sum(all.map(({ Table }) => Table?.CapacityUnits)), kind),
    ...indexUnits(all, 'LocalSecondaryIndexes', kind),
    ...indexUnits(all, 'GlobalSecondaryIndexes', kind),
  }),
});

/**
 * ConsumedCapacity of a transaction, by table: twice the capacity of its actions. `answers` are the answers of the
 * actions; `detail` is ReturnConsumedCapacity.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling
 */
export const transactionCapacity = (answers: readonly unknown[], kind: Kind, detail: unknown): object => {
  if (detail === undefined || detail === 'NONE') return {};
  const consumed = answers.map((answer) => (answer as { ConsumedCapacity?: Consumed }).ConsumedCapacity ?? {});
  const tables = [...new Set(consumed.map(({ TableName }) => TableName))];
  return {
    ConsumedCapacity: tables.map((name) =>
      ofTable(
        consumed.filter(({ TableName }) => TableName === name),
        kind,
        detail,
      ),
    ),
  };
};
