import type { RetryPolicy } from '../../../core/delivery/retry-policy.ts';
import type { RetryPolicy as TargetRetryPolicy } from '../target.ts';

export const MAX_RETRIES = 185;
export const MAX_AGE_SECONDS = 86_400;

/** Nine doublings take 511 s, the other 176 waits 84,480 s: all 185 fit into the 24 hours. */
const PHASES = [{ retries: MAX_RETRIES, firstMs: 1_000, longestMs: 480_000 }];
/** Spreads the attempts of events that failed together. */
const JITTER = 0.5;

/** Exponential backoff with jitter, within the limits of the target's policy. */
export const retryPolicyOf = (policy: TargetRetryPolicy | undefined): RetryPolicy => ({
  phases: PHASES,
  jitter: JITTER,
  maxRetries: policy?.MaximumRetryAttempts ?? MAX_RETRIES,
  maxAgeMs: (policy?.MaximumEventAgeInSeconds ?? MAX_AGE_SECONDS) * 1_000,
});
