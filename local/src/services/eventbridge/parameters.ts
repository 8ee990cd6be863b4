import { AwsError, validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage, memberName } from '../../core/parameters/constraint.ts';
import type { TypeFault, Wanted } from '../../core/parameters/dialect.ts';
import { parameterReader } from '../../core/parameters/reader.ts';

export type { Input } from '../../core/parameters/input.ts';

export const NAME = '[\\.\\-_A-Za-z0-9]+';
export const BUS_NAME = '[/\\.\\-_A-Za-z0-9]+';

const sentType = (value: unknown): string => {
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'object') return 'START_OBJECT';
  return typeof value === 'boolean' ? `${value}`.toUpperCase() : `${typeof value}`.toUpperCase();
};

const TYPES: Partial<Record<Wanted, string>> = {
  integer: 'an Integer',
  'list of strings': 'a List',
  'list of structures': 'a List',
  string: 'a String',
  structure: 'an Object',
  timestamp: 'a Timestamp',
};

const wrongType = (fault: TypeFault): AwsError => {
  const { value, wanted } = fault.item ?? fault;
  return new AwsError('SerializationException', `${sentType(value)}_VALUE can not be converted to ${TYPES[wanted]}`);
};

/**
 * Readers of request members with EventBridge's error messages. They throw ValidationException, or
 * SerializationException for a wrong type.
 */
export const {
  optionalText,
  requiredText,
  flag,
  optionalMap,
  optionalInteger,
  optionalObject,
  requiredObject,
  objectList,
  textList,
  optionalTime,
  requiredTime,
} = parameterReader({
  values: 'json',
  emptyText: 'too short',
  isInteger: Number.isSafeInteger,
  broken: (name, value, requirement) =>
    validationError(constraintMessage(memberName(name), value, `Member must ${requirement}`)),
  wrongType,
});
