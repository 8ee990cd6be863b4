import { validationError } from '../../../core/aws/aws-error.ts';
import { valueAt } from '../document-path.ts';
import type { Item, Table } from '../dynalite-types.ts';
import { type Argument, isPath, isResolved, type Resolved } from '../expressions/nodes.ts';
import type { Piece } from '../expressions/reader.ts';
import { type AttributeValue, typeOf } from '../expressions/scope.ts';
import type { UpdateChange } from '../expressions/update.ts';
import { indexesOf } from '../index-keys.ts';
import { differenceOf, sumOf } from '../numbers.ts';
import { copyOf, numberValue, united, type Value, without } from './changed-values.ts';

const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const NO_ATTRIBUTE = 'The provided expression refers to an attribute that does not exist in the item';
const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const KEY_OF_OTHER_TYPE = 'The update expression attempted to update the secondary index key to unsupported type';

const membersOf = (value: AttributeValue, type: 'N' | 'L'): unknown => {
  if (value[type] === undefined) throw validationError(WRONG_TYPE);
  return value[type];
};

/** The result of a function or an operation on the item as it is before the update. */
const resultOf = ({ type, name, args }: Resolved, item: Item): Value => {
  const [first, second] = args;
  if (name === 'if_not_exists') return (isPath(first) ? valueAt(first, item) : undefined) ?? operandValue(second, item);
  const values = [operandValue(first, item), operandValue(second, item)];
  if (name === 'list_append') return { L: values.flatMap((value) => membersOf(value, 'L') as Value[]) };
  const [left = '', right = ''] = values.map((value) => String(membersOf(value, 'N')));
  return numberValue(type === 'subtract' ? differenceOf(left, right) : sumOf(left, right));
};

const operandValue = (argument: Argument, item: Item): Value => {
  const value = isResolved(argument) ? resultOf(argument, item) : isPath(argument) ? valueAt(argument, item) : argument;
  if (!value) throw validationError(NO_ATTRIBUTE);
  return value as Value;
};

/** A place in a list or map, which may be empty. */
interface Place {
  readonly value: Value | undefined;
  put(value: Value): void;
  remove(): void;
}

const inMap = (map: Record<string, Value>, name: string): Place => ({
  value: valueAt([name], map),
  put: (value) => {
    map[name] = value;
  },
  remove: () => {
    delete map[name];
  },
});

/** The place of an index in a list. A value beyond the end of the list is appended. */
const inList = (list: Value[], index: number): Place => ({
  value: list[index],
  put: (value) => {
    list[Math.min(index, list.length)] = value;
  },
  remove: () => {
    list.splice(index, 1);
  },
});

const placeOf = (path: readonly Piece[], item: Item): Place => {
  const last = path.at(-1);
  const parent = path.length > 1 ? valueAt(path.slice(0, -1), item) : { M: item };
  const members = typeof last === 'number' ? parent?.L : parent?.M;
  if (typeof members !== 'object' || members === null) throw validationError(INVALID_PATH);
  return typeof last === 'number' ? inList(members as Value[], last) : inMap(members as Item, String(last));
};

/** Changes the number or set in a place; other values there are refused. */
const changeMembers = ({ type, attrType = '', val }: UpdateChange, place: Place): void => {
  const before = place.value;
  const operand = val as AttributeValue;
  if (before && typeOf(before) !== attrType) throw validationError(WRONG_TYPE);
  if (type === 'add' && attrType === 'N') place.put(numberValue(sumOf(String(before?.N ?? '0'), String(operand.N))));
  else if (type === 'add') place.put(united(before, operand, attrType));
  else if (before) {
    const left = without(before, operand, attrType);
    if (left) place.put(left);
    else place.remove();
  }
};

const refuseKeyType = (path: readonly Piece[], value: Value, table: Table): void => {
  const [name, more] = path;
  if (more !== undefined) return;
  const isKey = indexesOf(table).some(({ KeySchema }) => KeySchema.some(({ AttributeName }) => AttributeName === name));
  const wanted = table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  if (isKey && wanted !== typeOf(value)) throw validationError(KEY_OF_OTHER_TYPE);
};

/**
 * Applies the changes of a checked update expression to the item, in place. All operands refer to the item before the
 * update. Throws ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export const applyChanges = (changes: readonly UpdateChange[], item: Item, table: Table): void => {
  const values = changes.map(({ type, val }) => (type === 'set' ? copyOf(operandValue(val, item)) : undefined));
  for (const [index, change] of changes.entries()) {
    const place = placeOf(change.path, item);
    const value = values[index];
    if (value) {
      refuseKeyType(change.path, value, table);
      place.put(value);
    } else if (change.type === 'remove') place.remove();
    else changeMembers(change, place);
  }
};
