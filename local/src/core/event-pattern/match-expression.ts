import { anythingBut } from './anything-but.ts';
import { cidr } from './cidr.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { type CaselessText, caselessText, endsCaseless, equalsCaseless, startsCaseless } from './letter-case.ts';
import { numeric } from './numbers.ts';
import { isJsonObject, type JsonObject, type OrderedJson } from './ordered-json.ts';
import { textTest, type ValueTest, valueTest } from './value-test.ts';
import { parseWildcard, wildcardMatcher } from './wildcard.ts';

type Operator = (operand: OrderedJson) => ValueTest;

const textOperand = (operand: OrderedJson, operator: string): string => {
  if (typeof operand !== 'string') throw invalidPattern(`${operator} match pattern must be a string`);
  return operand;
};

const exactly: Operator = (operand) => {
  const wanted = textOperand(operand, 'exact');
  return textTest((text) => text === wanted);
};

const equalsIgnoreCase: Operator = (operand) => {
  const wanted = caselessText(textOperand(operand, 'equals-ignore-case'));
  return textTest((text) => equalsCaseless(text, wanted));
};

interface AffixTests {
  readonly holds: (text: string, part: string) => boolean;
  readonly holdsCaseless: (text: string, part: CaselessText) => boolean;
}

/** `prefix` and `suffix`, optionally ignoring case (`{"prefix": {"equals-ignore-case": …}}`). */
const affix =
  (operator: 'prefix' | 'suffix', { holds, holdsCaseless }: AffixTests): Operator =>
  (operand) => {
    if (!isJsonObject(operand)) {
      const part = textOperand(operand, operator);
      return textTest((text) => holds(text, part));
    }
    const [inner, ...rest] = operand.members;
    const title = operator === 'prefix' ? 'Prefix' : 'Suffix';
    if (!inner) throw invalidPattern(`${title} expression name not found`);
    if (inner[0] !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${operator} pattern: ${inner[0]}`);
    const part = caselessText(textOperand(inner[1], 'equals-ignore-case'));
    if (rest.length > 0) throw invalidPattern('Only one key allowed in match expression');
    return textTest((text) => holdsCaseless(text, part));
  };

const exists: Operator = (operand) => {
  if (operand === true) return valueTest(() => true);
  if (operand === false) return { kind: 'absent' };
  throw invalidPattern('exists match pattern must be either true or false.');
};

const wildcard: Operator = (operand) => textTest(wildcardMatcher(parseWildcard(textOperand(operand, 'wildcard'))));

const OPERATORS: { readonly [name: string]: Operator } = {
  exactly,
  prefix: affix('prefix', { holds: (text, part) => text.startsWith(part), holdsCaseless: startsCaseless }),
  suffix: affix('suffix', { holds: (text, part) => text.endsWith(part), holdsCaseless: endsCaseless }),
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

/** Compiles `{"<operator>": <operand>}`. Throws InvalidPatternError. */
export const matchExpression = ({ members: [member, ...rest] }: JsonObject): ValueTest => {
  if (!member) throw invalidPattern('Match expression name not found');
  const [name, operand] = member;
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) throw invalidPattern(`Unrecognized match type ${name}`);
  const test = operator(operand);
  if (rest.length > 0) throw invalidPattern(MANY_KEYS[name] ?? 'Only one key allowed in match expression');
  return test;
};
