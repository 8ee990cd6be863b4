import type { Node } from 'constructs';

/** The context keys of this app, given as `-c key=value`. */
const CONTEXT_KEYS = [
  'stage',
  'prefix',
  'notificationEmail',
  'alarmEmail',
  'reviewWorker',
  'reviewDeadlineDays',
  'informationDeadlineDays',
  'reviewPolicy',
  'teams',
  'samples',
  'streams',
  'console',
  'sealArchive',
  'otherMachines',
  'checkRules',
  'decidingConcurrency',
] as const;

export type ContextKey = (typeof CONTEXT_KEYS)[number];

/** Characters that occur in every key of CDK itself: its settings, its feature flags and its lookups. */
const CDK_KEY = /[:@/]/;

/** Thrown for a context key or value that the app cannot use. The message says what is allowed. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

/**
 * Refuses context keys that the app does not read, because a misspelt key would silently deploy the default.
 * @throws ContextError with the key and the nearest known one
 */
export function checkContextKeys(node: Node): void {
  const unknown = Object.keys(node.getAllContext()).find((key) => !CDK_KEY.test(key) && !isKnown(key));
  if (unknown === undefined) return;
  const [nearest] = CONTEXT_KEYS.toSorted((a, b) => distance(a, unknown) - distance(b, unknown));
  throw new ContextError(
    `The context key ${unknown} does not exist; did you mean ${nearest}? Known keys: ${CONTEXT_KEYS.join(', ')}.`,
  );
}

const isKnown = (key: string): boolean => CONTEXT_KEYS.some((known) => known === key);

/** Levenshtein distance, without regard to letter case. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a.toLowerCase()].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b.toLowerCase()].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
