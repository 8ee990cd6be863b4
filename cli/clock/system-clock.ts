import { exchange } from '../api/exchange.ts';
import { endpointOf } from '../endpoint.ts';

/** Returns the time of the system that the commands use. Ages, due dates, deadlines and time ranges are based on it. */
export type SystemClock = () => Promise<Date>;

/**
 * Returns the time of the local runtime if the endpoint is one, else the time of this machine. The runtime's time is
 * read once; later calls add the time that has passed on this machine.
 */
export function systemClock(env: NodeJS.ProcessEnv): SystemClock {
  let aheadMs: Promise<number> | undefined;
  return async () => {
    aheadMs ??= readAheadMs(endpointOf(env));
    const ahead = await aheadMs;
    return new Date(Date.now() + ahead);
  };
}

/** @throws CommandFailure with exit code 5 if the endpoint does not answer */
async function readAheadMs(endpoint: string | undefined): Promise<number> {
  if (endpoint === undefined) return 0;
  const { status, body } = await exchange(`${endpoint}/_local/clock`);
  if (status !== 200 || typeof body !== 'object' || body === null || !('now' in body)) return 0;
  const nowMs = Date.parse(String(body.now));
  return Number.isNaN(nowMs) ? 0 : nowMs - Date.now();
}
