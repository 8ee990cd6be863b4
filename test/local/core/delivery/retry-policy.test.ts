import { describe, expect, test } from '@jest/globals';
import { afterFailure, type FailedWork, type RetryPolicy } from '../../../../local/src/core/delivery/retry-policy.ts';

const NOW_MS = 1_800_000_000_000;
const failed = (more: Partial<FailedWork> = {}): FailedWork => ({
  attempts: 0,
  deferrals: 0,
  sinceMs: NOW_MS,
  nowMs: NOW_MS,
  random: 0,
  ...more,
});
const DOUBLING: RetryPolicy = { phases: [{ retries: 4, firstMs: 1_000, longestMs: 5_000 }] };
const STEPPED: RetryPolicy = {
  phases: [
    { retries: 2, firstMs: 0, longestMs: 0 },
    { retries: 3, firstMs: 100, longestMs: 300 },
  ],
};

/** Waits after consecutive failures, in milliseconds. The last entry is the reason for giving up. */
const waitsOf = (policy: RetryPolicy, count: number) =>
  Array.from({ length: count }, (_, attempts) => {
    const step = afterFailure(policy, 'retriable', failed({ attempts }));
    return step.kind === 'retry' ? step.atMs - NOW_MS : step.reason;
  });

describe('After a failed attempt', () => {
  test('each wait is twice as long as the one before, up to the longest, until the last retry', () => {
    expect(waitsOf(DOUBLING, 5)).toEqual([1_000, 2_000, 4_000, 5_000, 'attempts']);
  });

  test('each phase begins with its own first wait', () => {
    expect(waitsOf(STEPPED, 6)).toEqual([0, 0, 100, 200, 300, 'attempts']);
  });

  test('a phase without a limit of retries continues with its longest wait', () => {
    const policy = { phases: [{ retries: Number.POSITIVE_INFINITY, firstMs: 10, longestMs: 60 }] };
    const step = afterFailure(policy, 'retriable', failed({ attempts: 5_000 }));
    expect(step).toEqual({ kind: 'retry', atMs: NOW_MS + 60, attempts: 5_001, deferrals: 0 });
  });

  test('a maximum number of retries ends the phases early', () => {
    expect(waitsOf({ ...DOUBLING, maxRetries: 1 }, 2)).toEqual([1_000, 'attempts']);
    expect(waitsOf({ ...DOUBLING, maxRetries: 0 }, 1)).toEqual(['attempts']);
  });

  test('jitter shortens the wait by a random share', () => {
    const at = (random: number) => afterFailure({ ...DOUBLING, jitter: 0.5 }, 'retriable', failed({ random }));
    expect(at(0)).toMatchObject({ atMs: NOW_MS + 500 });
    expect(at(0.5)).toMatchObject({ atMs: NOW_MS + 750 });
    expect(at(0.999)).toMatchObject({ atMs: NOW_MS + 1_000 });
  });

  test('a retry that would begin after the maximum age is not made', () => {
    const policy = { ...DOUBLING, maxAgeMs: 60_000 };
    const atAge = (ageMs: number) => afterFailure(policy, 'retriable', failed({ sinceMs: NOW_MS - ageMs }));
    expect(atAge(59_000)).toEqual({ kind: 'retry', atMs: NOW_MS + 1_000, attempts: 1, deferrals: 0 });
    expect(atAge(59_001)).toEqual({ kind: 'give-up', reason: 'age' });
  });

  test('work with a permanent failure is given up immediately', () => {
    expect(afterFailure(DOUBLING, 'permanent', failed())).toEqual({ kind: 'give-up', reason: 'permanent' });
  });

  test('waits for a busy target have their own backoff and count neither as attempts nor against the age', () => {
    const policy = { ...DOUBLING, maxAgeMs: 1, maxRetries: 0, whileBusy: { firstMs: 1_000, longestMs: 300_000 } };
    const busy = (deferrals: number) => afterFailure(policy, 'busy', failed({ attempts: 1, deferrals }));
    expect(busy(0)).toEqual({ kind: 'retry', atMs: NOW_MS + 1_000, attempts: 1, deferrals: 1 });
    expect(busy(3)).toEqual({ kind: 'retry', atMs: NOW_MS + 8_000, attempts: 1, deferrals: 4 });
    expect(busy(20)).toMatchObject({ atMs: NOW_MS + 300_000 });
  });

  test('a busy target is a retriable failure if the policy has no backoff for it', () => {
    expect(afterFailure(DOUBLING, 'busy', failed())).toMatchObject({ attempts: 1, deferrals: 0 });
  });
});
