import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** Task tokens are long base64 texts. Shorter matches, such as ids and dates, are not tokens. */
const TOKEN = /[A-Za-z0-9+/_-]{40,}={0,2}/g;
/** A token at the end of a URL: the text after the last slash. */
const AFTER_PATH = /[A-Za-z0-9+_-]{40,}={0,2}$/;

/** Part of the expressions with which a definition uses the token: `$$.Task.Token`, `$states.context.Task.Token`. */
const REFERENCE = 'Task.Token';

/**
 * Finds the task tokens of a run in the parameters of each task whose definition uses the token. `stateOf`: by event
 * id, the name of the state to which the event belongs.
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

/** Names of the states, at any depth, whose definition uses the task token. */
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
