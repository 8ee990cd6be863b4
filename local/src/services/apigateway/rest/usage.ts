import type { Throttles } from '../throttles.ts';
import type { ApiKey, Period, UsagePlan } from './definitions.ts';
import type { RestStore } from './rest-store.ts';

const DAY_MS = 86_400_000;

/** The first day of the current period in UTC, such as `2026-01-31`. Weeks start on Sunday. */
export const periodOf = (period: Period, nowMs: number): string => {
  const day = new Date(nowMs);
  if (period === 'MONTH') return `${day.toISOString().slice(0, 7)}-01`;
  const back = period === 'WEEK' ? day.getUTCDay() : 0;
  return new Date(nowMs - back * DAY_MS).toISOString().slice(0, 10);
};

/** The reason why a request with a key is refused: the rate of the throttle or the quota of the period is exceeded. */
export type Excess = 'THROTTLED' | 'USED_UP';

/**
 * Counts one request against the throttle and the quota of a key's plan. Resolves with the exceeded limit, if any.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export const takeRequest = async (
  { store, throttles }: { readonly store: RestStore; readonly throttles: Throttles },
  { key, plan }: { readonly key: ApiKey; readonly plan: UsagePlan },
  nowMs: number,
): Promise<Excess | undefined> => {
  if (!throttles.take(`${plan.id} ${key.id}`, plan.throttle, nowMs)) return 'THROTTLED';
  const { quota } = plan;
  if (!quota) return undefined;
  const limitIn = (isFirst: boolean) => quota.limit - (isFirst ? quota.offset : 0);
  const isLeft = await store.use(plan.id, key.id, periodOf(quota.period, nowMs), limitIn);
  return isLeft ? undefined : 'USED_UP';
};
