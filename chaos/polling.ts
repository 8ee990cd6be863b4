/** Maximum waiting time. Long enough for a busy machine: a scenario must not fail only because the machine is slow. */
const TIMEOUT_MS = 600_000;
const LONGEST_PAUSE_MS = 1_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Calls `ask` until it returns an answer; resolves with undefined after ten minutes. If `ask` throws, it is called
 * again, because the system may be down. The interval between calls grows to one second.
 */
export const answerOf = async <Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> => {
  const endMs = performance.now() + TIMEOUT_MS;
  for (let waitMs = 20; performance.now() < endMs; waitMs = Math.min(waitMs * 1.2, LONGEST_PAUSE_MS)) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await pause(waitMs);
  }
  return undefined;
};

/** Like `answerOf`. @throws Error that names `what`, after ten minutes */
export const waitFor = async <Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> => {
  const answer = await answerOf(ask);
  if (answer === undefined) throw new Error(`Timed out after ${TIMEOUT_MS / 1_000} s waiting for ${what}.`);
  return answer;
};
