import { validationError } from '../../../core/aws/aws-error.ts';
import type { Item, Table } from '../dynalite-types.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import type { Condition, Operand } from './syntax.ts';

/** The conditions that are combined by AND. */
export const conjuncts = (condition: Condition | undefined): readonly Condition[] => {
  if (condition === undefined) return [];
  return condition.kind === 'and' ? condition.parts.flatMap(conjuncts) : [condition];
};

/** The condition that all of these are true; undefined if there are none. */
export const allOf = (parts: readonly Condition[]): Condition | undefined =>
  parts.length > 1 ? { kind: 'and', parts } : parts[0];

const isAttribute = (operand: Operand | undefined, name: string): boolean =>
  operand?.kind === 'path' && operand.path.length === 1 && operand.path[0] === name;

const isValue = (operand: Operand | undefined): boolean => operand?.kind === 'value';

/** The value of a condition `name = value`; undefined for other conditions. */
const equalValue = (condition: Condition, name: string): AttributeValue | undefined => {
  if (condition.kind !== 'compare' || condition.operator !== '=' || !isAttribute(condition.left, name))
    return undefined;
  return condition.right.kind === 'value' ? condition.right.value : undefined;
};

const distinct = (values: readonly AttributeValue[]): AttributeValue[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** The values that attribute `name` can have where the condition is true; undefined if they are not limited by `=` or IN.
 * Throws ValidationException for an IN that contains a value twice. */
export const possibleValues = (condition: Condition, name: string): AttributeValue[] | undefined => {
  const equal = equalValue(condition, name);
  if (equal) return [equal];
  if (condition.kind === 'in' && isAttribute(condition.value, name)) {
    const values = condition.choices.flatMap((each) => (each.kind === 'value' ? [each.value] : []));
    if (values.length < condition.choices.length) return undefined;
    if (distinct(values).length < values.length)
      throw validationError('Overlapping conditions with range keys are not supported in where clause');
    return values;
  }
  if (condition.kind === 'and')
    return condition.parts.map((part) => possibleValues(part, name)).find((values) => values !== undefined);
  if (condition.kind !== 'or') return undefined;
  const all = condition.parts.map((part) => possibleValues(part, name));
  return all.every((values) => values !== undefined) ? distinct(all.flat()) : undefined;
};

/** Whether the condition can be the part of a key condition for the sort key `name`. */
export const isRangeCondition = (condition: Condition, name: string): boolean => {
  if (condition.kind === 'compare')
    return condition.operator !== '<>' && isAttribute(condition.left, name) && isValue(condition.right);
  if (condition.kind === 'between')
    return isAttribute(condition.value, name) && isValue(condition.low) && isValue(condition.high);
  if (condition.kind !== 'call' || condition.name !== 'begins_with' || condition.args.length !== 2) return false;
  return isAttribute(condition.args[0], name) && isValue(condition.args[1]);
};

/** The key that a WHERE clause names, and its other conditions. */
export interface KeyAndRest {
  readonly key: Item;
  readonly rest: Condition | undefined;
}

/** The table's key as the WHERE clause names it by equality; undefined if it does not name the complete key. */
export const keyIn = (table: Table, where: Condition | undefined): KeyAndRest | undefined => {
  const key: Item = {};
  const rest: Condition[] = [];
  for (const condition of conjuncts(where)) {
    const name = table.KeySchema.map(({ AttributeName }) => AttributeName).find(
      (each) => !(each in key) && equalValue(condition, each),
    );
    const value = name === undefined ? undefined : equalValue(condition, name);
    if (name !== undefined && value) key[name] = value;
    else rest.push(condition);
  }
  return Object.keys(key).length === table.KeySchema.length ? { key, rest: allOf(rest) } : undefined;
};

/** Like `keyIn`, for a write. Throws ValidationException without the complete key. */
export const keyOfWrite = (table: Table, where: Condition | undefined): KeyAndRest => {
  const found = keyIn(table, where);
  if (!found) throw validationError('Where clause does not contain a mandatory equality on all key attributes');
  return found;
};
