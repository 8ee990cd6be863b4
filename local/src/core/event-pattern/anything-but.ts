import type { Scalar } from './flat-event.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { caselessText, equalsCaseless } from './letter-case.ts';
import { sameNumber } from './numbers.ts';
import { isJsonList, isJsonObject, type JsonObject, type OrderedJson } from './ordered-json.ts';
import { type ValueTest, valueTest } from './value-test.ts';
import { parseWildcard, wildcardMatcher } from './wildcard.ts';

type TextMatcher = (text: string) => boolean;

const caseless = (wanted: string): TextMatcher => {
  const letters = caselessText(wanted);
  return (text) => equalsCaseless(text, letters);
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

/** Compiles `{"anything-but": …}`, which matches every value except the given ones, also values of other types. */
export const anythingBut = (operand: OrderedJson): ValueTest => {
  if (isJsonObject(operand)) return butTexts(operand);
  const values = plainValues(operand);
  const numbers = values.filter((value) => typeof value === 'number').map(sameNumber);
  const texts = new Set<Scalar>(values.filter((value) => typeof value === 'string'));
  return valueTest((value) => (typeof value === 'number' ? !numbers.some((same) => same(value)) : !texts.has(value)));
};

const MEMBERS = 'must be an array or single string/number value.';

const plainValues = (operand: OrderedJson): readonly (string | number)[] => {
  if (!isJsonList(operand)) return [plainValue(operand, `Value of anything-but ${MEMBERS}`)];
  const reason = 'Inside anything but list, start|null|boolean is not supported.';
  const values = operand.map((value) => plainValue(value, reason));
  const types = new Set(values.map((value) => typeof value));
  if (types.size !== 1)
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  return values;
};

const plainValue = (value: OrderedJson, reason: string): string | number => {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw invalidPattern(reason);
};

const butTexts = ({ members: [member, ...rest] }: JsonObject): ValueTest => {
  if (!member) throw invalidPattern('Anything-But expression name not found');
  const [operator, wanted] = member;
  const matcher = Object.hasOwn(MATCHERS, operator) ? MATCHERS[operator] : undefined;
  if (!matcher) throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
  if (isJsonObject(wanted) || wanted === null || typeof wanted === 'boolean')
    throw invalidPattern(`Value of anything-but ${MEMBERS}`);
  const refused = (isJsonList(wanted) ? wanted : [wanted]).map((text) => {
    if (typeof text !== 'string') throw invalidPattern(matcher.wrongTypeReason);
    if (text === '' && (operator === 'prefix' || operator === 'suffix'))
      throw invalidPattern('Null prefix/suffix not allowed');
    return matcher.make(text);
  });
  if (rest.length > 0) throw invalidPattern('Too many elements in numeric expression');
  return valueTest((value) => typeof value !== 'string' || !refused.some((matches) => matches(value)));
};
