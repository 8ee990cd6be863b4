import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** Task tokens are long base64 texts. Shorter ones (ids, dates) are not secrets. */
const TOKEN = /[A-Za-z0-9+/_-]{40,}={0,2}/g;
/** A token that follows a path of a URL: what stands after the last slash. */
const AFTER_PATH = /[A-Za-z0-9+_-]{40,}={0,2}$/;

/** How a definition refers to the token: `$$.Task.Token` or `$states.context.Task.Token`. */
const REFERENCE = 'Task.Token';

/**
 * The task tokens of a run, from the parameters of the tasks whose definition passes the token on. `stateOf` says to which
 * state an event belongs.
 */
export function tokensIn(
  definition: unknown,
  history: readonly HistoryEvent[],
  stateOf: ReadonlyMap<number, string>,
): ReadonlySet<string> {
  const passing = new Set(statesPassingTokens(definition));
  const tokens = history
    .filter(({ id }) => passing.has(stateOf.get(id ?? 0) ?? ''))
    .flatMap((event) => event.taskScheduledEventDetails?.parameters?.match(TOKEN) ?? []);
  return new Set(tokens.flatMap((token) => [token, ...(AFTER_PATH.exec(token) ?? [])]));
}

/** Names of the states, at any depth, whose definition refers to the token. */
function statesPassingTokens(definition: unknown): string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  if (Array.isArray(definition)) return definition.flatMap(statesPassingTokens);
  return Object.entries(definition).flatMap(([name, value]) => {
    if (name !== 'States') return statesPassingTokens(value);
    return Object.entries(value as object).flatMap(([state, content]) => [
      ...(JSON.stringify(content).includes(REFERENCE) ? [state] : []),
      ...statesPassingTokens(content),
    ]);
  });
}
