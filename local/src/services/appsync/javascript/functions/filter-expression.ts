import { isMembers, listArgument, membersArgument } from './arguments.ts';
import { type Expression, type Part, Placeholders } from './placeholders.ts';

/** A condition on one attribute, whose value is written with `value`. */
type Operator = (path: string, operand: unknown, value: (operand: unknown) => string) => string;

const comparing =
  (sign: string): Operator =>
  (path, operand, value) =>
    `${path} ${sign} ${value(operand)}`;

const calling =
  (name: string): Operator =>
  (path, operand, value) =>
    `${name}(${path}, ${value(operand)})`;

const between: Operator = (path, operand, value) => {
  const [from, to] = listArgument(operand, 'The operand of between');
  return `${path} BETWEEN ${value(from)} AND ${value(to)}`;
};

const inList: Operator = (path, operand, value) =>
  `${path} IN (${listArgument(operand, 'The operand of in').map(value).join(', ')})`;

/** The names of types in a filter. */
const TYPES: { readonly [name: string]: string } = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

const KEY_OPERATORS: { readonly [name: string]: Operator } = {
  eq: comparing('='),
  lt: comparing('<'),
  le: comparing('<='),
  gt: comparing('>'),
  ge: comparing('>='),
  between,
  beginsWith: calling('begins_with'),
};

const OPERATORS: { readonly [name: string]: Operator } = {
  ...KEY_OPERATORS,
  ne: comparing('<>'),
  in: inList,
  contains: calling('contains'),
  notContains: (path, operand, value) => `NOT contains(${path}, ${value(operand)})`,
  attributeExists: (path, operand) => `${operand ? 'attribute_exists' : 'attribute_not_exists'}(${path})`,
  attributeType: (path, operand, value) => `attribute_type(${path}, ${value(TYPES[String(operand)] ?? operand)})`,
};

/**
 * Translates a filter object to an expression of DynamoDB. Throws TypeError for an invalid filter.
 * https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html
 */
export const filterExpression = (filter: unknown, placeholders = new Placeholders()): Expression => {
  const part = placeholders.begin();
  return part.expression(conditions(membersArgument(filter, 'A filter'), { part, above: [] }));
};

/** Translates the conditions of a query on its keys. Throws TypeError for an operator that keys do not have. */
export const keyExpression = (query: unknown, placeholders: Placeholders): Expression => {
  const part = placeholders.begin();
  const all = Object.entries(membersArgument(query, 'query')).map(([name, operators]) =>
    operations(membersArgument(operators, `The condition of ${name}`), KEY_OPERATORS, { part, above: [name] }),
  );
  return part.expression(all.join(' AND '));
};

/** Where a condition is: `above` are the attributes that contain it. */
interface Place {
  readonly part: Part;
  readonly above: readonly string[];
}

const conditions = (filter: object, place: Place): string =>
  Object.entries(filter)
    .filter(([, condition]) => condition !== null)
    .map(([name, condition]) => oneCondition(name, condition, place))
    .join(' AND ');

const oneCondition = (name: string, condition: unknown, place: Place): string => {
  if (name === 'and' || name === 'or') return joined(name, condition, place);
  if (name === 'not') return `(NOT ${grouped(condition, place)})`;
  const inner = { ...place, above: [...place.above, name] };
  const operators = membersArgument(condition, `The condition of ${name}`);
  return isNested(operators) ? conditions(operators, inner) : operations(operators, OPERATORS, inner);
};

/** Whether a condition has conditions on the attributes of a map instead of operators. */
const isNested = (condition: object): boolean =>
  Object.values(condition).every(isMembers) && Object.keys(condition).some((name) => !Object.hasOwn(OPERATORS, name));

const joined = (name: string, condition: unknown, place: Place): string => {
  const all = Array.isArray(condition) ? condition : [condition];
  return `(${all.map((each) => grouped(each, place)).join(` ${name.toUpperCase()} `)})`;
};

const grouped = (condition: unknown, place: Place): string =>
  `(${conditions(membersArgument(condition, 'A condition of a filter'), place)})`;

const operations = (operators: object, known: typeof OPERATORS, { part, above }: Place): string =>
  Object.entries(operators)
    .filter(([, operand]) => operand !== null)
    .map(([name, operand]) => {
      const operator = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!operator) throw new TypeError(`${name} is not an operator of ${above.join('.')}`);
      return operator(part.path(above), operand, (value) => part.value(above, name, value));
    })
    .join(' AND ');
