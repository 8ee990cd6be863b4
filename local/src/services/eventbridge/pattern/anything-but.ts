import type { Scalar } from './flat-event.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { sameNumber } from './numbers.ts';
import { type ValueTest, valueTest } from './value-test.ts';
import { parseWildcard, wildcardMatcher } from './wildcard.ts';

type TextMatcher = (text: string) => boolean;

const caseless = (wanted: string): TextMatcher => {
  const folded = wanted.toLowerCase();
  return (text) => text.toLowerCase() === folded;
};

const MATCHERS: { readonly [operator: string]: { make: (wanted: string) => TextMatcher; wrongTypeReason: string } } = {
  prefix: {
    make: (wanted) => (text) => text.startsWith(wanted),
    wrongTypeReason: 'prefix/suffix match pattern must be a string',
  },
  suffix: {
    make: (wanted) => (text) => text.endsWith(wanted),
    wrongTypeReason: 'prefix/suffix match pattern must be a string',
  },
  'equals-ignore-case': {
    make: caseless,
    wrongTypeReason: 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
  },
  wildcard: {
    make: (wanted) => wildcardMatcher(parseWildcard(wanted)),
    wrongTypeReason: 'wildcard match pattern must be a string',
  },
};

/** `{"anything-but": …}`: every other value; a value of another type counts as other. */
export const anythingBut = (operand: unknown): ValueTest => {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) return butTexts(operand);
  const values = plainValues(operand);
  const numbers = values.filter((value) => typeof value === 'number').map(sameNumber);
  const texts = new Set<Scalar>(values.filter((value) => typeof value === 'string'));
  return valueTest((value) => (typeof value === 'number' ? !numbers.some((same) => same(value)) : !texts.has(value)));
};

const MEMBERS = 'must be an array or single string/number value.';

const plainValues = (operand: unknown): (string | number)[] => {
  if (typeof operand === 'string' || typeof operand === 'number') return [operand];
  if (!Array.isArray(operand)) throw invalidPattern(`Value of anything-but ${MEMBERS}`);
  const values = operand.map((value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw invalidPattern('Inside anything but list, start|null|boolean is not supported.');
  });
  const types = new Set(values.map((value) => typeof value));
  if (types.size !== 1)
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  return values;
};

const butTexts = (operand: object): ValueTest => {
  const [entry, ...rest] = Object.entries(operand) as [string, unknown][];
  if (!entry) throw invalidPattern('Anything-But expression name not found');
  const [operator, wanted] = entry;
  const matcher = Object.hasOwn(MATCHERS, operator) ? MATCHERS[operator] : undefined;
  if (!matcher) throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
  if (!Array.isArray(wanted) && typeof wanted !== 'string' && typeof wanted !== 'number')
    throw invalidPattern(`Value of anything-but ${MEMBERS}`);
  const refused = (Array.isArray(wanted) ? (wanted as unknown[]) : [wanted]).map((text) => {
    if (typeof text !== 'string') throw invalidPattern(matcher.wrongTypeReason);
    if (text === '' && (operator === 'prefix' || operator === 'suffix'))
      throw invalidPattern('Null prefix/suffix not allowed');
    return matcher.make(text);
  });
  if (rest.length > 0) throw invalidPattern('Too many elements in numeric expression');
  return valueTest((value) => typeof value !== 'string' || !refused.some((matches) => matches(value)));
};
