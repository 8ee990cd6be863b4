import { unsupported } from '../../core/aws/aws-error.ts';
import { memberName } from '../../core/parameters/constraint.ts';
import type { Input } from '../../core/parameters/input.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { constraint } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Lambda's wording; names are those of the API's JSON. Throws ValidationException. */
export const {
  optionalText,
  requiredText,
  optionalInteger,
  requiredInteger,
  optionalFlag,
  optionalObject,
  optionalTextList,
  optionalMap,
} = parameterReader({
  values: 'template',
  emptyText: 'allowed',
  types: { map: 'be a structure' },
  broken: (name, value, requirement) => constraint(memberName(name), value, `Member must ${requirement}`),
});

/** Refuses by name what AWS knows and this runtime does not carry out; empty values ask for nothing. */
export const refuse = (input: Input, names: readonly string[], where: string): void => {
  for (const name of names) if (!isEmpty(input[name])) throw unsupported(`${name} of ${where}`);
};

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.values(value).every(isEmpty));
