import { unsupported } from '../../core/aws/aws-error.ts';
import { memberName } from '../../core/parameters/constraint.ts';
import type { Input } from '../../core/parameters/input.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { constraint } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Readers of request members with Lambda's error messages. They throw ValidationException. */
export const {
  optionalText,
  requiredText,
  optionalInteger,
  requiredInteger,
  optionalFlag,
  optionalObject,
  optionalTextList,
  optionalMap,
  objectList,
} = parameterReader({
  values: 'template',
  emptyText: 'allowed',
  types: { map: 'be a structure' },
  broken: (name, value, requirement) => constraint(memberName(name), value, `Member must ${requirement}`),
});

/**
 * Throws UnsupportedOperation for the first of these parameters that has a value: AWS supports them, this runtime does
 * not. Empty values are accepted.
 */
export const refuse = (input: Input, names: readonly string[], where: string): void => {
  for (const name of names) if (!isEmpty(input[name])) throw unsupported(`${name} of ${where}`);
};

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.values(value).every(isEmpty));
