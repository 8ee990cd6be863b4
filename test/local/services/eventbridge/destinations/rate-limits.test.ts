import { describe, expect, test } from '@jest/globals';
import { RateLimits } from '../../../../../local/src/services/eventbridge/destinations/rate-limits.ts';

const ARN = 'arn:aws:events:us-east-1:000000000000:api-destination/hook/1';

describe('the rate limits of API destinations', () => {
  test('reserve later times for invocations above the limit', () => {
    const limits = new RateLimits();
    const reserve = (token: string, nowMs: number) => limits.reserve(ARN, 2, { token, nowMs });
    expect([reserve('a', 0), reserve('b', 400), reserve('c', 400), reserve('d', 500)]).toEqual([0, 400, 1_000, 1_400]);
    expect(reserve('c', 1_000)).toBe(1_000);
    expect(reserve('e', 1_500)).toBe(2_000);
    expect(reserve('f', 9_000)).toBe(9_000);
  });

  test('give a delivery its reserved time, and a new one for its retry', () => {
    const limits = new RateLimits();
    const reserve = (token: string, nowMs: number) => limits.reserve(ARN, 1, { token, nowMs });
    expect([reserve('a', 0), reserve('b', 0), reserve('b', 10)]).toEqual([0, 1_000, 1_000]);
    expect(reserve('b', 1_000)).toBe(1_000);
    expect(reserve('b', 1_000)).toBe(2_000);
  });

  test('are separate for each destination, and unused after it is deleted', () => {
    const limits = new RateLimits();
    const reserve = (arn: string, token: string) => limits.reserve(arn, 1, { token, nowMs: 0 });
    expect([reserve(ARN, 'a'), reserve(`${ARN}2`, 'b')]).toEqual([0, 0]);
    limits.forget(ARN);
    expect(reserve(ARN, 'c')).toBe(0);
  });
});
