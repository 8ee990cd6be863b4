/**
 * A wait fails if the runtime makes no progress for this time. It is longer than a visibility timeout: if a function is
 * too slow on a busy machine, its message waits for that timeout without any progress.
 */
const NO_PROGRESS_MS = 600_000;
const POLL_INTERVAL_MS = 15;

type Usage = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** For each service, the billed unit that the polling itself uses. */
const POLLING_UNITS: Readonly<Record<string, string>> = { dynamodb: 'read units', sqs: 'requests' };

/** A fingerprint of the runtime's progress: its billed units, without those of the polling, and its clock's offset. */
const progressFingerprint = async (endpoint: string): Promise<string> => {
  const read = async (path: string) => (await fetch(`${endpoint}/_local/${path}`)).json();
  const { aheadSeconds } = (await read('clock')) as { readonly aheadSeconds: number };
  const counted = Object.entries((await read('usage')) as Usage).flatMap(([service, units]) =>
    Object.entries(units).filter(([unit]) => POLLING_UNITS[service] !== unit),
  );
  return JSON.stringify([aheadSeconds, counted]);
};

/**
 * Polls `ask` until it returns an answer.
 * @throws Error that names `what`, if the runtime makes no progress for ten minutes
 */
export const eventually = async <T>(
  { endpoint }: { readonly endpoint: string },
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> => {
  let sign = await progressFingerprint(endpoint);
  let sinceMs = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() - sinceMs > NO_PROGRESS_MS) {
      const latest = await progressFingerprint(endpoint);
      if (latest === sign)
        throw new Error(`Timed out after ${NO_PROGRESS_MS / 1_000} s without progress, waiting for ${what}.`);
      sign = latest;
      sinceMs = performance.now();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
};
