/**
 * Kind of a failed attempt. `retriable`: a later attempt can succeed. `busy`: the target has no capacity; waiting for it
 * does not count as an attempt. `permanent`: a retry cannot succeed.
 */
export type FailureKind = 'retriable' | 'busy' | 'permanent';

/** Exponential backoff: the first wait is `firstMs`; each next wait is twice as long, at most `longestMs`. */
interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

interface RetryPhase extends Backoff {
  readonly retries: number;
}

/** When failed work is retried. */
export interface RetryPolicy {
  /** Phases in order. After the last retry of the last phase the work is given up. */
  readonly phases: readonly RetryPhase[];
  /** Random share of each wait, from 0 to 1; with 0.5 a wait takes 50% to 100% of its length. Default: 0. */
  readonly jitter?: number;
  /** Maximum number of retries in all phases together. */
  readonly maxRetries?: number;
  /** Maximum time from `sinceMs` to the start of a retry. */
  readonly maxAgeMs?: number;
  /**
   * Backoff for a busy target. These waits are limited neither in number nor in age. If undefined, a busy target is a
   * retriable failure.
   */
  readonly whileBusy?: Backoff;
}

/** State of the work before the current failure; the counts do not include that failure. */
export interface FailedWork {
  /** Number of earlier failed attempts. */
  readonly attempts: number;
  /** Number of earlier waits for a busy target. */
  readonly deferrals: number;
  readonly sinceMs: number;
  readonly nowMs: number;
  /** Random number in [0, 1), for the jitter. */
  readonly random: number;
  /** Earliest time of the next attempt that the failure names, in epoch milliseconds. */
  readonly notBeforeMs?: number;
}

export type GiveUpReason = 'permanent' | 'attempts' | 'age';

export interface Retry {
  readonly kind: 'retry';
  readonly atMs: number;
  /** Counts that include the current failure. */
  readonly attempts: number;
  readonly deferrals: number;
}

export type NextStep = Retry | { readonly kind: 'give-up'; readonly reason: GiveUpReason };

/** Decides on a retry after a failed attempt. */
export const afterFailure = (
  policy: RetryPolicy,
  failure: FailureKind,
  { attempts, deferrals, sinceMs, nowMs, random, notBeforeMs = 0 }: FailedWork,
): NextStep => {
  if (failure === 'permanent') return { kind: 'give-up', reason: 'permanent' };
  if (failure === 'busy' && policy.whileBusy) {
    const atMs = Math.max(nowMs + backoffMs(policy.whileBusy, deferrals), notBeforeMs);
    return { kind: 'retry', atMs, attempts, deferrals: deferrals + 1 };
  }
  const longestMs = attempts < (policy.maxRetries ?? Number.POSITIVE_INFINITY) ? waitMs(policy, attempts) : undefined;
  if (longestMs === undefined) return { kind: 'give-up', reason: 'attempts' };
  const jitter = policy.jitter ?? 0;
  const atMs = Math.max(nowMs + Math.round(longestMs * (1 - jitter + jitter * random)), notBeforeMs);
  if (atMs - sinceMs > (policy.maxAgeMs ?? Number.POSITIVE_INFINITY)) return { kind: 'give-up', reason: 'age' };
  return { kind: 'retry', atMs, attempts: attempts + 1, deferrals };
};

/**
 * Wait before the retry with this number, in milliseconds. The first retry has number 0. Undefined after the last
 * phase.
 */
const waitMs = ({ phases }: RetryPolicy, retry: number): number | undefined => {
  let inPhase = retry;
  for (const phase of phases) {
    if (inPhase < phase.retries) return backoffMs(phase, inPhase);
    inPhase -= phase.retries;
  }
  return undefined;
};

const backoffMs = ({ firstMs, longestMs }: Backoff, times: number): number => Math.min(firstMs * 2 ** times, longestMs);
