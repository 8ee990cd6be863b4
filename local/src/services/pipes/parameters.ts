import { validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage, memberName } from '../../core/parameters/constraint.ts';
import { given, type Input } from '../../core/parameters/input.ts';
import { sortedPage } from '../../core/parameters/pages.ts';
import { parameterReader } from '../../core/parameters/reader.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Readers of request members with the error messages of EventBridge Pipes. They throw ValidationException. */
export const {
  optionalText,
  requiredText,
  optionalInteger,
  optionalObject,
  object,
  objectList,
  textList,
  optionalMap,
} = parameterReader({
  values: 'template',
  emptyText: 'too short',
  isInteger: Number.isSafeInteger,
  broken: (name, value, requirement) =>
    validationError(constraintMessage(memberName(name), value, `Member must ${requirement}`)),
});

export const nameParameter = (input: Input): string =>
  requiredText(input, 'Name', { min: 1, max: 64, pattern: '[\\.\\-_A-Za-z0-9]+' });

/** Whether the member has a value. */
export const isGiven = (input: Input, name: string): boolean => given(input, name) !== undefined;

const MAX_PAGE = 100;

/** One page of `items`, which must be sorted by `keyOf`. The token contains the key of the page's last item. */
export const page = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  input: Input,
): { readonly items: readonly T[]; readonly NextToken?: string } => {
  const size = optionalInteger(input, 'Limit', { min: 1, max: MAX_PAGE }) ?? MAX_PAGE;
  const token = optionalText(input, 'NextToken', { min: 1, max: 2048 });
  const found = sortedPage(items, keyOf, { size, token });
  if (!found) throw validationError('Invalid NextToken.');
  return { items: found.items, ...(found.next !== undefined && { NextToken: found.next }) };
};
