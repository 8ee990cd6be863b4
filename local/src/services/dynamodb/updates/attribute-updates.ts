import { validationError } from '../../../core/aws/aws-error.ts';
import type { Item } from '../dynalite-types.ts';
import { type AttributeValue, typeOf } from '../expressions/scope.ts';
import { sumOf } from '../numbers.ts';
import { copyOf, numberValue, united, type Value, without } from './changed-values.ts';

interface AttributeUpdate {
  readonly Action?: 'PUT' | 'ADD' | 'DELETE';
  readonly Value?: AttributeValue;
}

/** The legacy parameter AttributeUpdates of UpdateItem. */
export type AttributeUpdates = Readonly<Record<string, AttributeUpdate>>;

const refuseOtherType = (before: AttributeValue | undefined, type: string): void => {
  if (before && typeOf(before) !== type) throw validationError('Type mismatch for attribute to update');
};

const listOf = (value: AttributeValue | undefined): AttributeValue[] => (value?.L ?? []) as AttributeValue[];

const added = (before: Value | undefined, value: AttributeValue): Value => {
  const type = typeOf(value) ?? '';
  refuseOtherType(before, type);
  if (type === 'N') return numberValue(sumOf(String(before?.N ?? '0'), String(value.N)));
  if (type === 'L') return { L: [...listOf(before), ...listOf(copyOf(value))] };
  return united(before, value, type);
};

const deleted = (before: Value | undefined, value: AttributeValue | undefined): Value | undefined => {
  if (!value || !before) return undefined;
  const type = typeOf(value) ?? '';
  refuseOtherType(before, type);
  return without(before, value, type);
};

const changed = (before: Value | undefined, { Action, Value: value }: AttributeUpdate): Value | undefined => {
  if (Action === 'DELETE') return deleted(before, value);
  if (!value) return before;
  return Action === 'ADD' ? added(before, value) : copyOf(value);
};

/**
 * Applies AttributeUpdates to the item, in place. Throws ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html
 */
export const applyAttributeUpdates = (updates: AttributeUpdates, item: Item): void => {
  for (const [name, update] of Object.entries(updates)) {
    const value = changed(item[name], update);
    if (value) item[name] = value;
    else delete item[name];
  }
};
