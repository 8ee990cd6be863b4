import type { EventRecord } from './stream-batch.ts';

/** The records of one planned invocation. */
export interface Attempt {
  readonly records: readonly EventRecord[];
  /** Number of failed invocations that count as retries. The invocation whose batch was split does not count. */
  readonly failures: number;
  /** Number of all invocations that contained these records. */
  readonly invocations: number;
}

interface RetryRules {
  readonly bisects: boolean;
  /** -1 means no limit. */
  readonly maximumRetryAttempts: number;
}

/** The steps after a failed attempt: further attempts in this order, or the records are discarded. */
export type AfterFailure =
  | { readonly kind: 'retry'; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'exhausted'; readonly attempt: Attempt };

const split = (records: readonly EventRecord[]): readonly (readonly EventRecord[])[] => {
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)];
};

/**
 * Decides the steps after an attempt whose first `done` records succeeded. With bisection, a partial success splits the
 * batch at the first failed record; any other failure splits it in halves.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const afterFailure = (attempt: Attempt, done: number, rules: RetryRules): AfterFailure => {
  const records = attempt.records.slice(done);
  const invocations = attempt.invocations + 1;
  if (rules.bisects && (done > 0 || records.length > 1)) {
    const parts = done > 0 ? [records] : split(records);
    return { kind: 'retry', attempts: parts.map((part) => ({ ...attempt, records: part, invocations })) };
  }
  const next = { records, failures: attempt.failures + 1, invocations };
  const isExhausted = rules.maximumRetryAttempts >= 0 && next.failures > rules.maximumRetryAttempts;
  return isExhausted ? { kind: 'exhausted', attempt: next } : { kind: 'retry', attempts: [next] };
};
