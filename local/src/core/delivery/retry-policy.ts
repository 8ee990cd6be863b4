/**
 * What a failed attempt means. `retriable`: the cause may pass. `busy`: the target has no room; waiting for room does
 * not count as an attempt. `permanent`: another attempt cannot help.
 */
export type FailureKind = 'retriable' | 'busy' | 'permanent';

/** Waits of `firstMs`, doubled each time, at most `longestMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface RetryPhase extends Backoff {
  readonly retries: number;
}

/** When failed work is tried again, as data. */
export interface RetryPolicy {
  /** Used one after the other. After the last retry of the last phase the work is given up. */
  readonly phases: readonly RetryPhase[];
  /** The share of each wait that is random, from 0 to 1: with 0.5 a wait takes half of its length to all of it. */
  readonly jitter?: number;
  /** Ends the phases early. */
  readonly maxRetries?: number;
  /** No retry begins later than this after the work came. */
  readonly maxAgeMs?: number;
  /** Waits for a busy target, without limits of number and age. Without this a busy target is a retriable failure. */
  readonly whileBusy?: Backoff;
}

/** The work whose attempt has just failed. Its counts do not include that failure. */
export interface FailedWork {
  /** Earlier attempts that failed. */
  readonly attempts: number;
  /** Earlier waits for a busy target. */
  readonly deferrals: number;
  readonly sinceMs: number;
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
}

export type GiveUpReason = 'permanent' | 'attempts' | 'age';

export interface Retry {
  readonly kind: 'retry';
  readonly atMs: number;
  /** Both counts with this failure. */
  readonly attempts: number;
  readonly deferrals: number;
}

export type NextStep = Retry | { readonly kind: 'give-up'; readonly reason: GiveUpReason };

/** Decides what follows a failed attempt. */
export const afterFailure = (
  policy: RetryPolicy,
  failure: FailureKind,
  { attempts, deferrals, sinceMs, nowMs, random }: FailedWork,
): NextStep => {
  if (failure === 'permanent') return { kind: 'give-up', reason: 'permanent' };
  if (failure === 'busy' && policy.whileBusy) {
    const atMs = nowMs + backoffMs(policy.whileBusy, deferrals);
    return { kind: 'retry', atMs, attempts, deferrals: deferrals + 1 };
  }
  const longestMs = attempts < (policy.maxRetries ?? Number.POSITIVE_INFINITY) ? waitMs(policy, attempts) : undefined;
  if (longestMs === undefined) return { kind: 'give-up', reason: 'attempts' };
  const jitter = policy.jitter ?? 0;
  const atMs = nowMs + Math.round(longestMs * (1 - jitter + jitter * random));
  if (atMs - sinceMs > (policy.maxAgeMs ?? Number.POSITIVE_INFINITY)) return { kind: 'give-up', reason: 'age' };
  return { kind: 'retry', atMs, attempts: attempts + 1, deferrals };
};

/** The wait before the retry with this number, counted from 0; undefined beyond the last phase. */
const waitMs = ({ phases }: RetryPolicy, retry: number): number | undefined => {
  let inPhase = retry;
  for (const phase of phases) {
    if (inPhase < phase.retries) return backoffMs(phase, inPhase);
    inPhase -= phase.retries;
  }
  return undefined;
};

const backoffMs = ({ firstMs, longestMs }: Backoff, times: number): number => Math.min(firstMs * 2 ** times, longestMs);
