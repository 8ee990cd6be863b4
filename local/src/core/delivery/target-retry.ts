import type { RetryPolicy } from './retry-policy.ts';

/** The retry policy of a target of EventBridge or of EventBridge Scheduler, in the shape of their APIs. */
export interface TargetRetryPolicy {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
}

export const MAX_RETRIES = 185;
export const MIN_AGE_SECONDS = 60;
export const MAX_AGE_SECONDS = 86_400;

/**
 * The first waits, 1 s to 256 s, take 511 s together. The other 176 waits of 480 s take 84,480 s. So all 185 retries
 * fit into 24 hours.
 */
const PHASES = [{ retries: MAX_RETRIES, firstMs: 1_000, longestMs: 480_000 }];
/** Random part of each wait, so that events that failed together are not retried together. */
const JITTER = 0.5;

/** The maximum age of an event at a retry, in milliseconds. */
export const maxAgeMsOf = (policy: TargetRetryPolicy | undefined): number =>
  (policy?.MaximumEventAgeInSeconds ?? MAX_AGE_SECONDS) * 1_000;

/** Exponential backoff with jitter, within the limits of the target's retry policy. */
export const retryPolicyOf = (policy: TargetRetryPolicy | undefined): RetryPolicy => ({
  phases: PHASES,
  jitter: JITTER,
  maxRetries: policy?.MaximumRetryAttempts ?? MAX_RETRIES,
  maxAgeMs: maxAgeMsOf(policy),
});
