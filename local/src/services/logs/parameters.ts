import type { Input } from '../../core/parameters/input.ts';
import { offsetOf, offsetPage } from '../../core/parameters/pages.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { constraint } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Readers of parameters with the error messages of CloudWatch Logs. They throw InvalidParameterException. */
export const { optionalText, requiredText, optionalInteger, optionalMap, list } = parameterReader({
  values: 'json',
  emptyText: 'allowed',
  broken: (name, value, requirement) => constraint(name, value, `Member must ${requirement}`),
});

/** Reads the maximum number of items of a page, from 1 to `max` (the default). */
export const limit = (input: Input, max: number): number => optionalInteger(input, 'limit', { min: 1, max }) ?? max;

/** The page of `all` after `nextToken`, with at most `size` items. */
export const pageOf = <T>(all: readonly T[], input: Input, size: number): { items: readonly T[]; next: object } => {
  const token = optionalText(input, 'nextToken');
  const offset = offsetOf(token);
  if (offset === undefined) throw constraint('nextToken', token, 'The specified nextToken is invalid.');
  const { items, next } = offsetPage(all, offset, size);
  return { items, next: next === undefined ? {} : { nextToken: next } };
};
