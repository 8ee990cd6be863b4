import type { Clients } from './clients.ts';

/** A wait fails when the runtime has stood still for this long. A busy machine is slow, but it moves. */
const STILL_MS = 180_000;
const LOOK_AGAIN_MS = 15;

type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the questions of the waits themselves count for. */
const ASKING: Readonly<Record<string, string>> = { dynamodb: 'read units', sqs: 'requests' };

/** Changes whenever the runtime gets on: functions, states, writes, events and mails that it counts, and moves of its clock. */
const signOfLife = async (endpoint: string): Promise<string> => {
  const read = async (path: string) => (await fetch(`${endpoint}/_local/${path}`)).json();
  const { aheadSeconds } = (await read('clock')) as { readonly aheadSeconds: number };
  const counted = Object.entries((await read('usage')) as Usage).flatMap(([service, units]) =>
    Object.entries(units).filter(([unit]) => ASKING[service] !== unit),
  );
  return JSON.stringify([aheadSeconds, counted]);
};

/**
 * Asks until there is an answer.
 * @throws Error with `what` was waited for, once nothing in the runtime has moved for three minutes
 */
export const eventually = async <T>(
  { endpoint }: Pick<Clients, 'endpoint'>,
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> => {
  let sign = await signOfLife(endpoint);
  let sinceMs = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() - sinceMs > STILL_MS) {
      const latest = await signOfLife(endpoint);
      if (latest === sign) throw new Error(`${what} did not come: nothing has moved for ${STILL_MS / 1000} s.`);
      sign = latest;
      sinceMs = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
};
