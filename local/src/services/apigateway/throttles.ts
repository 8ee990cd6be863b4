import type { Throttle } from './http/definitions.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Token buckets. A bucket allows `burst` requests at the same time and is refilled with `ratePerSecond` tokens per
 * second. All buckets are full at the start of the runtime.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttles {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes a token from a bucket; returns false if the bucket is empty. Returns true if there is no limit. */
  take(key: string, limit: Throttle | undefined, nowMs: number): boolean {
    if (!limit) return true;
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: limit.burst, atMs: nowMs };
    const filled = Math.min(limit.burst, tokens + ((nowMs - atMs) / 1000) * limit.ratePerSecond);
    const taken = filled >= 1;
    this.#buckets.set(key, { tokens: taken ? filled - 1 : filled, atMs: nowMs });
    return taken;
  }
}
