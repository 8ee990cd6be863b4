import type { Clients } from './clients.ts';

/** A month in one request may take minutes on a busy machine, and `fetch` waits five minutes at most for an answer. */
const STEP_SECONDS = 86_400;

/**
 * Moves a runtime's clock, a day at most in one request. Resolves when all that was due has happened and no work is in
 * flight; with 0 seconds it only waits for that.
 */
export const advance = async ({ endpoint }: Pick<Clients, 'endpoint'>, seconds: number): Promise<void> => {
  for (let left = seconds; ; left -= STEP_SECONDS) {
    const body = JSON.stringify({ advanceSeconds: Math.min(left, STEP_SECONDS) });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${endpoint}/_local/clock`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`The clock was not moved: ${await response.text()}`);
    if (left <= STEP_SECONDS) return;
  }
};
