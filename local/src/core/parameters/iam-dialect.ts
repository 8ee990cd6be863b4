import { AwsError } from '../aws/aws-error.ts';
import { constraintMessage, memberName } from './constraint.ts';
import type { Dialect } from './dialect.ts';
import type { Input } from './input.ts';
import { textReaders } from './text.ts';

/** Error of IAM and STS for an invalid parameter. */
export const validationFailed = (message: string): AwsError => new AwsError('ValidationError', message);

/** Dialect of IAM and STS, whose parameters come from forms. Throws ValidationError. */
export const IAM_DIALECT: Dialect = {
  values: 'form',
  emptyText: 'missing',
  broken: (name, value, requirement) =>
    validationFailed(constraintMessage(memberName(name), value, `Member must ${requirement}`)),
};

const { requiredText } = textReaders(IAM_DIALECT);

const NAME = /^[\w+=,.@-]+$/;

/** Reads the name of a role, policy or session; `min` and `max` are lengths in characters. Throws ValidationError. */
export const entityName = (input: Input, name: string, length: { readonly min?: number; readonly max: number }) => {
  if (!NAME.test(requiredText(input, name)))
    throw validationFailed(
      `The specified value for ${memberName(name)} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  return requiredText(input, name, length);
};
