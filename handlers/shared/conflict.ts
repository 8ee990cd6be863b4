import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { isConditionFailure } from './errors.ts';

const CONFLICTS: ReadonlySet<string | undefined> = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** True if DynamoDB refused a write or a transaction because of another write to one of its items. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return isConditionFailure(error);
  return error.CancellationReasons?.some(({ Code }) => CONFLICTS.has(Code)) ?? false;
}
