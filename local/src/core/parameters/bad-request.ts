import { badRequest } from '../aws/aws-error.ts';
import type { Dialect } from './dialect.ts';
import { given, type Input } from './input.ts';

/** Dialect of API Gateway and AppSync, whose parameters come from templates. Throws BadRequestException. */
export const BAD_REQUEST: Dialect = {
  values: 'template',
  emptyText: 'missing',
  broken: (name, _value, requirement) => badRequest(`${name} must ${requirement}`),
  missing: (name) => badRequest(`${name} must not be empty`),
  types: { structure: 'be an object', 'list of structures': 'be a list of objects' },
};

/** The message for a value other than `allowed`, the only one that this runtime supports. */
export const notSupported = (name: string, value: string, allowed: string): string =>
  `${name} ${value} is not supported locally. The only supported value is ${allowed}`;

/**
 * Throws BadRequestException for any value except `allowed`, the only one that this runtime supports; a missing value
 * passes.
 */
export const only = (input: Input, name: string, allowed: string): void => {
  const value = given(input, name) ?? allowed;
  if (typeof value !== 'string') throw badRequest(`${name} must be a string`);
  if (value !== allowed) throw badRequest(notSupported(name, value, allowed));
};
