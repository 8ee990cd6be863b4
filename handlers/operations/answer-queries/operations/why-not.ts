import type { PatternAnswer, UnmetField } from '../../../../api/types.generated.ts';

/** A pattern cut down to what it says of one field: what else it says is left out. */
export interface PartOfPattern {
  /** Names from the top, joined by dots, e.g. `detail.state`. */
  readonly field: string;
  readonly pattern: object;
}

/**
 * The parts of an event pattern, one for each field it names, such that an event matches the pattern if it matches every
 * part. What stands in `$or` stays together: it is one part.
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

/** What a pattern says to an event: in `unmet`, what it wants of the fields that do not meet their part of it. */
export type PatternResult = Pick<PatternAnswer, 'matches' | 'unmet'>;

/** Whether an event meets a pattern, as EventBridge says. */
export type Meets = (pattern: object, event: string) => Promise<boolean>;

/** Asks EventBridge for the whole pattern, and when that is not met, for each of its parts. */
export async function answerOf(pattern: object, event: string, meets: Meets): Promise<PatternResult> {
  if (await meets(pattern, event)) return { matches: true, unmet: [] };
  const unmet: UnmetField[] = [];
  for (const part of partsOf(pattern)) {
    if (await meets(part.pattern, event)) continue;
    unmet.push({ field: part.field, wants: part.field.split('.').reduce(memberOf, part.pattern as unknown) });
  }
  return { matches: false, unmet };
}

const memberOf = (value: unknown, name: string): unknown => (value as Readonly<Record<string, unknown>>)[name];
