/**
 * How long SNS waits before its next attempt, by the number of attempts made; undefined when it gives up.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
interface Phase {
  readonly attempts: number;
  waitMs(attempt: number): number;
}

/** Queues and functions: over 23 days. */
const AWS_MANAGED: readonly Phase[] = [
  { attempts: 3, waitMs: () => 0 },
  { attempts: 2, waitMs: () => 1_000 },
  { attempts: 10, waitMs: (attempt) => Math.min(1_000 * 2 ** attempt, 20_000) },
  { attempts: 100_000, waitMs: () => 20_000 },
];

/** E-mail: over six hours. */
const CUSTOMER_MANAGED: readonly Phase[] = [
  { attempts: 2, waitMs: () => 10_000 },
  { attempts: 10, waitMs: (attempt) => Math.min(10_000 * 2 ** attempt, 600_000) },
  { attempts: 38, waitMs: () => 600_000 },
];

export const retryWaitMs = (protocol: string, attemptsMade: number): number | undefined => {
  let left = attemptsMade - 1;
  for (const phase of protocol.startsWith('email') ? CUSTOMER_MANAGED : AWS_MANAGED) {
    if (left < phase.attempts) return phase.waitMs(left);
    left -= phase.attempts;
  }
  return undefined;
};
