import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { arnMatcher, type VariableMatcher, wildcardMatcher, withVariables } from './pattern.ts';

/** Values of a request's context keys by lower-case name; undefined for a missing key. */
export type ContextKeys = (key: string) => readonly string[] | undefined;

/** Whether a condition is true for a request. */
export type Condition = (keys: ContextKeys) => boolean;

interface Operator {
  /** True if no value matches or the key is missing. */
  readonly negated: boolean;
  compile(wanted: string): VariableMatcher;
}

const number =
  (compare: (value: number, wanted: number) => boolean) =>
  (wanted: string): VariableMatcher => {
    const limit = Number(wanted);
    return (text) => compare(Number(text), limit);
  };

/** Parses ISO 8601 or epoch seconds. */
const instant = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const date =
  (compare: (value: number, wanted: number) => boolean) =>
  (wanted: string): VariableMatcher => {
    const limit = instant(wanted);
    return (text) => compare(instant(text), limit);
  };

const ignoringCase = (wanted: string): VariableMatcher =>
  withVariables(wanted, (pattern) => {
    const lower = pattern.toLowerCase();
    return (text) => text.toLowerCase() === lower;
  });

const exactly = (wanted: string): VariableMatcher => withVariables(wanted, (pattern) => (text) => text === pattern);
const like = (wanted: string): VariableMatcher => withVariables(wanted, wildcardMatcher);
const arn = (wanted: string): VariableMatcher => withVariables(wanted, arnMatcher);

const inNetwork = (wanted: string): VariableMatcher => {
  const [address = '', bits] = wanted.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const network = new BlockList();
  network.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  return (text) => {
    if (isIPv4(text)) return network.check(text, 'ipv4');
    return isIPv6(text) && network.check(text, 'ipv6');
  };
};

const is = (compile: Operator['compile']): Operator => ({ negated: false, compile });
const not = (compile: Operator['compile']): Operator => ({ negated: true, compile });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: is(exactly),
    StringNotEquals: not(exactly),
    StringEqualsIgnoreCase: is(ignoringCase),
    StringNotEqualsIgnoreCase: not(ignoringCase),
    StringLike: is(like),
    StringNotLike: not(like),
    NumericEquals: is(number((value, wanted) => value === wanted)),
    NumericNotEquals: not(number((value, wanted) => value === wanted)),
    NumericLessThan: is(number((value, wanted) => value < wanted)),
    NumericLessThanEquals: is(number((value, wanted) => value <= wanted)),
    NumericGreaterThan: is(number((value, wanted) => value > wanted)),
    NumericGreaterThanEquals: is(number((value, wanted) => value >= wanted)),
    DateEquals: is(date((value, wanted) => value === wanted)),
    DateNotEquals: not(date((value, wanted) => value === wanted)),
    DateLessThan: is(date((value, wanted) => value < wanted)),
    DateLessThanEquals: is(date((value, wanted) => value <= wanted)),
    DateGreaterThan: is(date((value, wanted) => value > wanted)),
    DateGreaterThanEquals: is(date((value, wanted) => value >= wanted)),
    Bool: is(ignoringCase),
    BinaryEquals: is(exactly),
    IpAddress: is(inNetwork),
    NotIpAddress: not(inNetwork),
    ArnEquals: is(arn),
    ArnLike: is(arn),
    ArnNotEquals: not(arn),
    ArnNotLike: not(arn),
  }),
);

const FORM = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/;

interface Form {
  readonly quantifier: string | undefined;
  readonly operator: Operator | 'Null';
  readonly ifExists: boolean;
}

const formOf = (written: string): Form | undefined => {
  const [, quantifier, name = '', ifExists] = FORM.exec(written) ?? [];
  const operator = name === 'Null' ? 'Null' : OPERATORS.get(name);
  return operator && { quantifier, operator, ifExists: ifExists !== undefined };
};

export const isConditionOperator = (written: string): boolean => formOf(written) !== undefined;

/**
 * Compiles one key of a Condition block. All keys of a statement must be true. One matching value is enough; for a negated
 * operator none may match.
 */
export const compileCondition = (written: string, key: string, values: readonly string[]): Condition => {
  const form = formOf(written);
  if (!form) throw new Error(`${written} is no condition operator.`);
  const name = key.toLowerCase();
  if (form.operator === 'Null') {
    const wantsAbsence = values[0]?.toLowerCase() === 'true';
    return (keys) => (keys(name) === undefined) === wantsAbsence;
  }
  const { negated } = form.operator;
  const matchers = values.map(form.operator.compile);
  const holdsFor = (value: string, keys: ContextKeys): boolean =>
    matchers.some((matches) => matches(value, (variable) => keys(variable.toLowerCase())?.[0])) !== negated;
  return (keys) => {
    const actual = keys(name);
    if (actual === undefined || actual.length === 0)
      return form.ifExists || form.quantifier === 'ForAllValues' || (negated && form.quantifier === undefined);
    if (form.quantifier === 'ForAllValues' || (negated && form.quantifier === undefined))
      return actual.every((value) => holdsFor(value, keys));
    return actual.some((value) => holdsFor(value, keys));
  };
};
