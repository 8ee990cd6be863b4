import { validationError } from '../../../core/aws/aws-error.ts';
import type { Index, Table } from '../dynalite-types.ts';
import type { Encryption } from '../encryption.ts';
import { billingModeOf, type Units } from '../throughput.ts';

/** The members of both restore actions that change the restored table. */
export interface Overrides {
  readonly BillingModeOverride?: string;
  /** An empty list restores no index; without a list all are restored. */
  readonly GlobalSecondaryIndexOverride?: readonly Index[];
  readonly LocalSecondaryIndexOverride?: readonly Index[];
  readonly ProvisionedThroughputOverride?: Units;
  readonly OnDemandThroughputOverride?: Readonly<Record<string, unknown>>;
  readonly SSESpecificationOverride?: Encryption;
}

const invalid = (message: string) => validationError(`Invalid Request: ${message}`);

export const restoredBillingMode = (source: Table, { BillingModeOverride }: Overrides): string =>
  BillingModeOverride ?? billingModeOf(source);

const OVERRIDDEN = 'Cannot override ProvisionedThroughput if BillingMode is overridden to PAY_PER_REQUEST';
const NOT_PROVISIONED = 'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED';

/**
 * Checks the overrides of capacity. Throws ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
 */
export const refuseCapacity = (source: Table, overrides: Overrides): void => {
  const { BillingModeOverride: mode, ProvisionedThroughputOverride: units } = overrides;
  const isProvisioned = restoredBillingMode(source, overrides) === 'PROVISIONED';
  if (units && !isProvisioned) throw invalid(mode === undefined ? NOT_PROVISIONED : OVERRIDDEN);
  if (mode === 'PROVISIONED' && !units)
    throw invalid('Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED');
  const [member] = Object.keys(overrides.OnDemandThroughputOverride ?? {});
  if (member && isProvisioned)
    throw invalid(`Cannot override ${member} for OnDemandThroughput unless BillingModeOverride is PAY_PER_REQUEST`);
};

/** Checks the capacity of a restored global index. Throws ValidationException. */
export const refuseIndexCapacity = (
  { IndexName: name, ProvisionedThroughput: units }: Index,
  source: Table,
  overrides: Overrides,
): void => {
  if (restoredBillingMode(source, overrides) === 'PROVISIONED') {
    if (!units) throw invalid(`Must specify provisioned throughput for index ${name}`);
  } else if (units)
    throw invalid(overrides.BillingModeOverride === undefined ? NOT_PROVISIONED : `${OVERRIDDEN} for index ${name}`);
};

const inOrder = (names: readonly string[] | undefined) => [...(names ?? [])].sort();

/** Text that is equal for two indexes with the same keys and projection. */
const shapeOf = ({ KeySchema, Projection }: Index): string =>
  JSON.stringify([
    KeySchema.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]),
    Projection?.ProjectionType,
    inOrder(Projection?.NonKeyAttributes),
  ]);

/**
 * The index of the source with the keys and projection of an override, which can have another name. Throws
 * ValidationException if there is none.
 */
export const sourceIndex = (wanted: Index, existing: readonly Index[]): Index => {
  const alike = existing.filter((index) => shapeOf(index) === shapeOf(wanted));
  const found = alike.find(({ IndexName }) => IndexName === wanted.IndexName) ?? alike[0];
  if (!found)
    throw invalid(
      `Index ${wanted.IndexName} does not match a secondary index that existed in the source table and cannot be created during the restore operation`,
    );
  return found;
};
