/** The current time of a runtime's clock, in milliseconds since 1970. */
export const clockOf = async ({ endpoint }: { readonly endpoint: string }): Promise<number> => {
  const { now } = (await (await fetch(`${endpoint}/_local/clock`)).json()) as { readonly now: string };
  return Date.parse(now);
};

/**
 * Moves a runtime's clock. Resolves when all due work has ended and none is in flight; with 0 seconds it only waits for that.
 * The runtime tells its progress meanwhile, because `fetch` gives up after five minutes without a sign.
 */
export const advance = async ({ endpoint }: { readonly endpoint: string }, seconds: number): Promise<void> => {
  const response = await fetch(`${endpoint}/_local/clock?progress`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`The clock was not moved: ${answer}`);
};
