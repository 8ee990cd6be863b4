import { validationError } from '../../../core/aws/aws-error.ts';
import type { Item } from '../dynalite-types.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import { jsonCopy } from '../json-copy.ts';
import { refuseSum } from '../numbers.ts';

/** A value of an item that an update changes in place. */
export type Value = Item[string];

/** A copy that shares nothing with the item, so that an update cannot put a value into itself. */
export const copyOf = (value: AttributeValue): Value => jsonCopy(value) as Value;

/**
 * The number as a value. Throws ValidationException for one that DynamoDB cannot store.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html (validation errors)
 */
export const numberValue = (text: string): Value => {
  const message = refuseSum(text);
  if (message) throw validationError(message);
  return { N: text };
};

const membersOf = (value: AttributeValue | undefined, type: string): readonly string[] =>
  (value?.[type] ?? []) as readonly string[];

/** The set `value` with the members of `more` that it lacks. */
export const united = (value: AttributeValue | undefined, more: AttributeValue, type: string): Value => {
  const members = membersOf(value, type);
  return { [type]: [...members, ...membersOf(more, type).filter((member) => !members.includes(member))] };
};

/** The set `value` without the members of `others`; undefined if no member is left. */
export const without = (value: AttributeValue, others: AttributeValue, type: string): Value | undefined => {
  const removed = membersOf(others, type);
  const left = membersOf(value, type).filter((member) => !removed.includes(member));
  return left.length > 0 ? { [type]: left } : undefined;
};
