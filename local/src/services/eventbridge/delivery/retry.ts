import type { RetryPolicy } from '../target.ts';

export const MAX_RETRIES = 185;
export const MAX_AGE_SECONDS = 86_400;

const FIRST_WAIT_MS = 1_000;
/** Nine doublings take 511 s, the other 176 waits 84,480 s: all 185 fit into the 24 hours. */
const LONGEST_WAIT_MS = 480_000;

export type NextAttempt =
  | { readonly kind: 'retry'; readonly atMs: number }
  | { readonly kind: 'exhausted'; readonly condition: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' };

export interface Attempts {
  /** How often it has been tried again so far. */
  readonly retries: number;
  /** When the event came. */
  readonly sinceMs: number;
  readonly nowMs: number;
  /** In [0, 1): spreads the attempts of events that failed together. */
  readonly random: number;
}

/** When to try again after a failure: exponential backoff with jitter, within the limits of the policy. */
export const nextAttempt = (policy: RetryPolicy | undefined, attempts: Attempts): NextAttempt => {
  const { retries, sinceMs, nowMs, random } = attempts;
  if (retries >= (policy?.MaximumRetryAttempts ?? MAX_RETRIES))
    return { kind: 'exhausted', condition: 'MaximumRetryAttempts' };
  const longest = Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS);
  const atMs = nowMs + Math.round(longest * (0.5 + random / 2));
  const endMs = sinceMs + (policy?.MaximumEventAgeInSeconds ?? MAX_AGE_SECONDS) * 1_000;
  return atMs <= endMs ? { kind: 'retry', atMs } : { kind: 'exhausted', condition: 'MaximumEventAgeInSeconds' };
};
