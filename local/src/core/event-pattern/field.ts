import { parseAddress } from './cidr.ts';
import type { Leaf, Scalar } from './flat-event.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { matchExpression } from './match-expression.ts';
import { exactNumber } from './numbers.ts';
import { isJsonList, isJsonObject, type OrderedJson } from './ordered-json.ts';
import { textTest, type ValueTest } from './value-test.ts';
import { parseWildcard, type WildcardToken } from './wildcard.ts';

/** The condition for one path. A value matches if it matches one of the alternatives. */
export interface Field {
  /** Whether the event may lack this field (`{"exists": false}`). */
  readonly mayBeAbsent: boolean;
  readonly accepts: (value: Scalar) => boolean;
}

/** Compiles a field's list of alternatives. Throws InvalidPatternError. */
export const compileField = (alternatives: readonly OrderedJson[]): Field => {
  if (alternatives.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const literals = new Set<Scalar>();
  const tests: ValueTest[] = [];
  for (const alternative of alternatives) {
    const test = compileAlternative(alternative);
    if (typeof test === 'object' && test !== null) tests.push(test);
    else literals.add(test);
  }
  const accepting = tests.flatMap((test) => (test.kind === 'value' ? [test.accepts] : []));
  return {
    mayBeAbsent: tests.some((test) => test.kind === 'absent'),
    accepts: (value) => literals.has(value) || accepting.some((accepts) => accepts(value)),
  };
};

/** The leaves of the event that match `field`. */
export const acceptedLeaves = (field: Field, leaves: readonly Leaf[] = []): readonly Leaf[] =>
  leaves.filter(({ value }) => field.accepts(value));

const compileAlternative = (alternative: OrderedJson): Scalar | ValueTest => {
  if (typeof alternative === 'string') return sameAddress(alternative) ?? alternative;
  if (typeof alternative === 'boolean' || typeof alternative === 'bigint' || alternative === null) return alternative;
  if (typeof alternative === 'number') return exactNumber(alternative);
  if (isJsonObject(alternative)) return matchExpression(alternative);
  throw invalidPattern('Match value must be String, number, true, false, or null');
};

/**
 * Compares IP addresses as numbers, so that different notations of one address match. Undefined if `text` is not an
 * address.
 */
const sameAddress = (text: string): ValueTest | undefined => {
  const wanted = parseAddress(text);
  if (!wanted) return undefined;
  return textTest((other) => {
    const found = other === text ? wanted : parseAddress(other);
    return found?.value === wanted.value && found.bits === wanted.bits;
  });
};

/** The wildcard expressions in a valid alternative, direct or inside anything-but. */
export const wildcardsOf = (alternative: OrderedJson): readonly (readonly WildcardToken[])[] => {
  if (!isJsonObject(alternative)) return [];
  const [name, operand] = alternative.members[0] ?? [];
  if (name === 'anything-but') return operand === undefined ? [] : wildcardsOf(operand);
  if (name !== 'wildcard' || operand === undefined) return [];
  const texts = isJsonList(operand) ? operand : [operand];
  return texts.flatMap((text) => (typeof text === 'string' ? [parseWildcard(text)] : []));
};
