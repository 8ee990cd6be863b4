import type { RetryPolicy } from '../../../core/delivery/retry-policy.ts';
import type { EventInvokeConfig } from '../functions/function.ts';

const DEFAULT_MAX_AGE_MS = 21_600_000;
const HANDOVER_WAIT_MS = 60_000;

/** After the first failure and after the second: three runs within three minutes and their own time. */
const PHASES = [{ retries: 2, firstMs: 60_000, longestMs: 120_000 }];
/** A throttled invocation waits 1 s, doubled up to 5 minutes, and does not count as a run. */
const WHILE_BUSY = { firstMs: 1_000, longestMs: 300_000 };

/** How old an event may be when a run of it begins. */
export const maxAgeMsOf = (config: EventInvokeConfig | undefined): number =>
  config?.maximumEventAgeSeconds === undefined ? DEFAULT_MAX_AGE_MS : config.maximumEventAgeSeconds * 1000;

export const runPolicyOf = (config: EventInvokeConfig | undefined): RetryPolicy => ({
  phases: PHASES,
  whileBusy: WHILE_BUSY,
  maxRetries: config?.maximumRetryAttempts ?? 2,
  maxAgeMs: maxAgeMsOf(config),
});

/** An outcome is handed over each minute until it is taken, the last time once the event is too old for a run by default. */
export const HANDOVER_POLICY: RetryPolicy = {
  phases: [{ retries: Number.POSITIVE_INFINITY, firstMs: HANDOVER_WAIT_MS, longestMs: HANDOVER_WAIT_MS }],
  maxAgeMs: DEFAULT_MAX_AGE_MS + HANDOVER_WAIT_MS,
};
