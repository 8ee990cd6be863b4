import type { Stage } from './definitions.ts';

interface Bucket {
  tokens: number;
  atMs: number;
}

/**
 * Token buckets, one for each route: `burst` at once, refilled at the rate. They are full at the start of the runtime.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class Throttles {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one request from a route's bucket; false when there is none left. A stage without limits has no bucket. */
  take(apiId: string, stage: Stage, routeKey: string, nowMs: number): boolean {
    const limit = stage.routeThrottles[routeKey] ?? stage.throttle;
    if (!limit) return true;
    const key = `${apiId} ${routeKey}`;
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: limit.burst, atMs: nowMs };
    const filled = Math.min(limit.burst, tokens + ((nowMs - atMs) / 1000) * limit.ratePerSecond);
    const taken = filled >= 1;
    this.#buckets.set(key, { tokens: taken ? filled - 1 : filled, atMs: nowMs });
    return taken;
  }
}
