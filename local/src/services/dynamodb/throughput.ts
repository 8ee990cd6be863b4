import { validationError } from '../../core/aws/aws-error.ts';
import type { Index, Table } from './dynalite-types.ts';

export interface Units {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface Throughput extends Units {
  readonly NumberOfDecreasesToday?: number;
  readonly LastIncreaseDateTime?: number;
  readonly LastDecreaseDateTime?: number;
}

const NONE: Units = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

/** Maximum number of capacity units that AWS accepts for a table. */
export const MAX_UNITS = 1_000_000_000_000;

export const billingModeOf = (table: Table): string =>
  (table.BillingModeSummary as { BillingMode?: string } | undefined)?.BillingMode ?? 'PROVISIONED';

export const throughputOf = (owner: Table | Index): Throughput =>
  (owner.ProvisionedThroughput as Throughput | undefined) ?? NONE;

/** The provisioned capacity of a table or an index; 0 with billing per request. */
export const unitsOf = (owner: Table | Index): Units => {
  const { ReadCapacityUnits, WriteCapacityUnits } = throughputOf(owner);
  return { ReadCapacityUnits, WriteCapacityUnits };
};

const refuseSame = (owner: string, { ReadCapacityUnits: read, WriteCapacityUnits: write }: Units): never => {
  throw validationError(
    `The provisioned throughput for the ${owner} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for the ${owner}: ${read}. Requested ReadCapacityUnits: ${read}. ` +
      `Current WriteCapacityUnits provisioned for the ${owner}: ${write}. Requested WriteCapacityUnits: ${write}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  );
};

const isSameDay = (first: number, second: number): boolean =>
  Math.floor(first / 86_400) === Math.floor(second / 86_400);

/**
 * Returns the throughput after a change. `now` is the time in epoch seconds; `owner` is the table or index as AWS's
 * message names it. Throws ValidationException if the units do not change.
 */
export const changedThroughput = (owner: string, current: Throughput, wanted: Units, now: number): Throughput => {
  const read = wanted.ReadCapacityUnits - current.ReadCapacityUnits;
  const write = wanted.WriteCapacityUnits - current.WriteCapacityUnits;
  if (read === 0 && write === 0) refuseSame(owner, wanted);
  const isDecrease = read < 0 || write < 0;
  const last = current.LastDecreaseDateTime;
  const decreases = last !== undefined && isSameDay(last, now) ? (current.NumberOfDecreasesToday ?? 0) : 0;
  return {
    ...current,
    ...wanted,
    ...((read > 0 || write > 0) && { LastIncreaseDateTime: now }),
    ...(isDecrease && { LastDecreaseDateTime: now }),
    NumberOfDecreasesToday: decreases + (isDecrease ? 1 : 0),
  };
};

/**
 * Returns the table after a change to billing per request: the table and its indexes then have no provisioned capacity.
 */
export const billedPerRequest = (table: Table, now: number): Table => {
  const before = table.BillingModeSummary as object | undefined;
  const without = (owner: Table | Index): Throughput => ({
    ...throughputOf(owner),
    ...NONE,
    LastDecreaseDateTime: now,
    NumberOfDecreasesToday: (throughputOf(owner).NumberOfDecreasesToday ?? 0) + 1,
  });
  return {
    ...table,
    BillingModeSummary: { ...before, BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: now },
    TableThroughputModeSummary: { TableThroughputMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: now },
    ProvisionedThroughput: without(table),
    ...(table.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        ProvisionedThroughput: without(index),
      })),
    }),
  };
};

export const billedByCapacity = (table: Table): Table => ({
  ...table,
  BillingModeSummary: { ...(table.BillingModeSummary as object | undefined), BillingMode: 'PROVISIONED' },
  TableThroughputModeSummary: {
    ...(table.TableThroughputModeSummary as object | undefined),
    TableThroughputMode: 'PROVISIONED',
  },
});
