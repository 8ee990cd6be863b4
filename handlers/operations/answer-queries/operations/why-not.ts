import type { PatternAnswer, UnmetField } from '../../../../api/types.generated.ts';

/** An event pattern reduced to its condition on one field. */
export interface PartOfPattern {
  /** Path from the top of the event, for example `detail.state`. */
  readonly field: string;
  readonly pattern: object;
}

/**
 * Splits an event pattern into one part per field. An event matches the pattern if it matches every part. An `$or` stays
 * together as one part.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function partsOf(pattern: object, above: readonly string[] = []): readonly PartOfPattern[] {
  return Object.entries(pattern).flatMap(([name, value]: [string, unknown]) => {
    const path = [...above, name];
    const isInner = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isInner) return partsOf(value, path);
    return [{ field: path.join('.'), pattern: nested(path, value) }];
  });
}

const nested = (path: readonly string[], value: unknown): object =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;

/**
 * Result of testing a pattern. `unmet` lists the fields that do not match, each with its condition. `reason` is present
 * if EventBridge refused the pattern.
 */
export type PatternResult = Pick<PatternAnswer, 'matches' | 'unmet' | 'reason'>;

/**
 * True if the event matches the pattern, as EventBridge TestEventPattern evaluates it.
 * @throws PatternRefused if EventBridge cannot test this event with this pattern
 */
export type Matches = (pattern: object, event: string) => Promise<boolean>;

/** Thrown if EventBridge refuses a pattern or an event. The message is EventBridge's reason. */
export class PatternRefused extends Error {
  override readonly name = 'PatternRefused';
}

/** Tests a pattern. If EventBridge refuses the pattern, the result is no match, with EventBridge's reason. */
export async function answerOf(pattern: object, event: string, matches: Matches): Promise<PatternResult> {
  try {
    return await compare(pattern, event, matches);
  } catch (error) {
    if (error instanceof PatternRefused) return { matches: false, unmet: [], reason: error.message };
    throw error;
  }
}

/** Tests the whole pattern with EventBridge and, if it does not match, each of its parts. */
async function compare(pattern: object, event: string, matches: Matches): Promise<PatternResult> {
  if (await matches(pattern, event)) return { matches: true, unmet: [] };
  const unmet: UnmetField[] = [];
  for (const part of partsOf(pattern)) {
    if (await matches(part.pattern, event)) continue;
    unmet.push({ field: part.field, wants: conditionIn(part.pattern) });
  }
  return { matches: false, unmet };
}

/**
 * The condition of a part, at the end of its nested fields. The path cannot be split for this: names may contain dots.
 */
function conditionIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return conditionIn(Object.values(value)[0]);
}
