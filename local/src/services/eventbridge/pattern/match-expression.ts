import { anythingBut } from './anything-but.ts';
import { cidr } from './cidr.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { numeric } from './numbers.ts';
import { textTest, type ValueTest, valueTest } from './value-test.ts';
import { parseWildcard, wildcardMatcher } from './wildcard.ts';

type Operator = (operand: unknown) => ValueTest;

const textOperand = (operand: unknown, operator: string): string => {
  if (typeof operand !== 'string') throw invalidPattern(`${operator} match pattern must be a string`);
  return operand;
};

const exactly: Operator = (operand) => {
  const wanted = textOperand(operand, 'exact');
  return textTest((text) => text === wanted);
};

const equalsIgnoreCase: Operator = (operand) => {
  const wanted = textOperand(operand, 'equals-ignore-case').toLowerCase();
  return textTest((text) => text.toLowerCase() === wanted);
};

/** `prefix` and `suffix`, optionally ignoring case (`{"prefix": {"equals-ignore-case": …}}`). */
const affix =
  (operator: 'prefix' | 'suffix', holds: (text: string, part: string) => boolean): Operator =>
  (operand) => {
    if (typeof operand !== 'object' || operand === null || Array.isArray(operand)) {
      const part = textOperand(operand, operator);
      return textTest((text) => holds(text, part));
    }
    const [inner, ...rest] = Object.entries(operand) as [string, unknown][];
    const title = operator === 'prefix' ? 'Prefix' : 'Suffix';
    if (!inner) throw invalidPattern(`${title} expression name not found`);
    if (inner[0] !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${operator} pattern: ${inner[0]}`);
    const part = textOperand(inner[1], 'equals-ignore-case').toLowerCase();
    if (rest.length > 0) throw invalidPattern('Only one key allowed in match expression');
    return textTest((text) => holds(text.toLowerCase(), part));
  };

const exists: Operator = (operand) => {
  if (operand === true) return valueTest(() => true);
  if (operand === false) return { kind: 'absent' };
  throw invalidPattern('exists match pattern must be either true or false.');
};

const wildcard: Operator = (operand) => textTest(wildcardMatcher(parseWildcard(textOperand(operand, 'wildcard'))));

const OPERATORS: { readonly [name: string]: Operator } = {
  exactly,
  prefix: affix('prefix', (text, part) => text.startsWith(part)),
  suffix: affix('suffix', (text, part) => text.endsWith(part)),
  numeric,
  'anything-but': anythingBut,
  exists,
  cidr,
  'equals-ignore-case': equalsIgnoreCase,
  wildcard,
};

const MANY_KEYS: { readonly [name: string]: string } = {
  numeric: 'Too many elements in numeric expression',
  'anything-but': 'Too many elements in numeric expression',
};

/** Compiles `{"<operator>": <operand>}`. Throws InvalidEventPatternException. */
export const matchExpression = (expression: object): ValueTest => {
  const [entry, ...rest] = Object.entries(expression) as [string, unknown][];
  if (!entry) throw invalidPattern('Match expression name not found');
  const [name, operand] = entry;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) throw invalidPattern(`Unrecognized match type ${name}`);
  const test = operator(operand);
  if (rest.length > 0) throw invalidPattern(MANY_KEYS[name] ?? 'Only one key allowed in match expression');
  return test;
};
