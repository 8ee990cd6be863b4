import type { Throttle } from './http/definitions.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Token buckets: `burst` at once, refilled at the rate. They are full at the start of the runtime.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttles {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one request from a bucket; false when there is none left. Without a limit there is no bucket. */
  take(key: string, limit: Throttle | undefined, nowMs: number): boolean {
    if (!limit) return true;
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: limit.burst, atMs: nowMs };
    const filled = Math.min(limit.burst, tokens + ((nowMs - atMs) / 1000) * limit.ratePerSecond);
    const taken = filled >= 1;
    this.#buckets.set(key, { tokens: taken ? filled - 1 : filled, atMs: nowMs });
    return taken;
  }
}
