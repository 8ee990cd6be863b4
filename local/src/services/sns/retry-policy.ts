import type { RetryPolicy } from '../../core/delivery/retry-policy.ts';

/** The delivery retries by protocol. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */

/** For queues and functions; the retries take more than 23 days in total. */
const AWS_MANAGED: RetryPolicy = {
  phases: [
    { retries: 3, firstMs: 0, longestMs: 0 },
    { retries: 2, firstMs: 1_000, longestMs: 1_000 },
    { retries: 10, firstMs: 1_000, longestMs: 20_000 },
    { retries: 100_000, firstMs: 20_000, longestMs: 20_000 },
  ],
};

/** For e-mail; the retries take more than six hours in total. */
const CUSTOMER_MANAGED: RetryPolicy = {
  phases: [
    { retries: 2, firstMs: 10_000, longestMs: 10_000 },
    { retries: 10, firstMs: 10_000, longestMs: 600_000 },
    { retries: 38, firstMs: 600_000, longestMs: 600_000 },
  ],
};

/** For dead-letter messages; they are retried every 20 s without a limit. */
export const DEAD_LETTER_POLICY: RetryPolicy = {
  phases: [{ retries: Number.POSITIVE_INFINITY, firstMs: 20_000, longestMs: 20_000 }],
};

export const retryPolicyOf = (protocol: string): RetryPolicy =>
  protocol.startsWith('email') ? CUSTOMER_MANAGED : AWS_MANAGED;
