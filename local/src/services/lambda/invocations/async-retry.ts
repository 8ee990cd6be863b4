import type { RetryPolicy } from '../../../core/delivery/retry-policy.ts';
import type { EventInvokeConfig } from '../functions/function.ts';

const DEFAULT_MAX_AGE_MS = 21_600_000;
const RESULT_RETRY_MS = 60_000;

/** Waits 60 s, then 120 s, so there are three runs within three minutes (plus their own duration). */
const PHASES = [{ retries: 2, firstMs: 60_000, longestMs: 120_000 }];
/** A throttled invocation is retried after 1 s, doubled up to 5 minutes; throttling does not count as a run. */
const WHILE_BUSY = { firstMs: 1_000, longestMs: 300_000 };

/** Maximum age of an event when a run starts, in milliseconds. */
export const maxAgeMsOf = (config: EventInvokeConfig | undefined): number =>
  config?.maximumEventAgeSeconds === undefined ? DEFAULT_MAX_AGE_MS : config.maximumEventAgeSeconds * 1000;

export const runPolicyOf = (config: EventInvokeConfig | undefined): RetryPolicy => ({
  phases: PHASES,
  whileBusy: WHILE_BUSY,
  maxRetries: config?.maximumRetryAttempts ?? 2,
  maxAgeMs: maxAgeMsOf(config),
});

/**
 * Sending a result is retried every minute until the destination accepts it; at most for the default maximum event age
 * plus one minute.
 */
export const RESULT_DELIVERY_POLICY: RetryPolicy = {
  phases: [{ retries: Number.POSITIVE_INFINITY, firstMs: RESULT_RETRY_MS, longestMs: RESULT_RETRY_MS }],
  maxAgeMs: DEFAULT_MAX_AGE_MS + RESULT_RETRY_MS,
};
