import { validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage, memberName } from '../../core/parameters/constraint.ts';
import { given, type Input } from '../../core/parameters/input.ts';
import { sortedPage } from '../../core/parameters/pages.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { DEFAULT_GROUP } from './names.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Readers of request members with the error messages of EventBridge Scheduler. They throw ValidationException. */
export const {
  optionalText,
  requiredText,
  optionalInteger,
  optionalObject,
  requiredObject,
  objectList,
  textList,
  optionalTime,
} = parameterReader({
  values: 'template',
  emptyText: 'too short',
  isInteger: Number.isSafeInteger,
  broken: (name, value, requirement) =>
    validationError(constraintMessage(memberName(name), value, `Member must ${requirement}`)),
});

const NAME = { min: 1, max: 64, pattern: '[0-9a-zA-Z-_.]+' };
const TOKEN = { min: 1, max: 64, pattern: '[a-zA-Z0-9-_]+' };

export const nameParameter = (input: Input): string => requiredText(input, 'Name', NAME);

/** The group in the member `GroupName`; the default group if it is absent. */
export const groupParameter = (input: Input): string => optionalText(input, 'GroupName', NAME) ?? DEFAULT_GROUP;

/** The group that a list is limited to; undefined for schedules of all groups. */
export const optionalGroup = (input: Input): string | undefined => optionalText(input, 'GroupName', NAME);

export const prefixParameter = (input: Input): string => optionalText(input, 'NamePrefix', NAME) ?? '';

export const tokenParameter = (input: Input): string | undefined => optionalText(input, 'ClientToken', TOKEN);

const MAX_PAGE = 100;

/** One page of `items`, which must be sorted by `keyOf`. The token contains the key of the page's last item. */
export const page = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  input: Input,
): { readonly items: readonly T[]; readonly NextToken?: string } => {
  const size = optionalInteger(input, 'MaxResults', { min: 1, max: MAX_PAGE }) ?? MAX_PAGE;
  const token = optionalText(input, 'NextToken', { min: 1, max: 2048 });
  const found = sortedPage(items, keyOf, { size, token });
  if (!found) throw validationError('Invalid NextToken.');
  return { items: found.items, ...(found.next !== undefined && { NextToken: found.next }) };
};

/** Whether the member has a value. */
export const isGiven = (input: Input, name: string): boolean => given(input, name) !== undefined;
