/**
 * Maximum move per request, in seconds: `fetch` times out after five minutes, and on a busy machine with a thousand
 * pending reviews, whose heartbeats are sent every hour, a day may take longer.
 */
const STEP_SECONDS = 21_600;

/** The current time of a runtime's clock, in milliseconds since 1970. */
export const clockOf = async ({ endpoint }: { readonly endpoint: string }): Promise<number> => {
  const { now } = (await (await fetch(`${endpoint}/_local/clock`)).json()) as { readonly now: string };
  return Date.parse(now);
};

/**
 * Moves a runtime's clock, at most six hours per request. Resolves when all due work has ended and none is in flight; with
 * 0 seconds it only waits for that.
 */
export const advance = async ({ endpoint }: { readonly endpoint: string }, seconds: number): Promise<void> => {
  for (let left = seconds; ; left -= STEP_SECONDS) {
    const body = JSON.stringify({ advanceSeconds: Math.min(left, STEP_SECONDS) });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${endpoint}/_local/clock`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`The clock was not moved: ${await response.text()}`);
    if (left <= STEP_SECONDS) return;
  }
};
