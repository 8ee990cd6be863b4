import { validationError } from '../../core/aws/aws-error.ts';
import { constraintMessage, HIDDEN } from '../../core/parameters/constraint.ts';
import type { Input } from '../../core/parameters/input.ts';
import { keyedPage, pageTokens } from '../../core/parameters/pages.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { invalidName, invalidToken } from './errors.ts';

export type { Input } from '../../core/parameters/input.ts';

/** Parameters whose values AWS omits from its messages. */
const SENSITIVE = new Set([
  'cause',
  'context',
  'definition',
  'error',
  'input',
  'mock.errorOutput.cause',
  'mock.errorOutput.error',
  'mock.result',
  'output',
  'stateConfiguration.mapItemReaderData',
  'variables',
  'versionDescription',
]);

/** Task tokens are secrets, and clients log messages. Unlike AWS, a refused token is not shown, except an empty one. */
const isSecret = (name: string, value: unknown): boolean => name === 'taskToken' && value !== '';

const shown = (name: string, value: unknown): unknown =>
  (SENSITIVE.has(name) || isSecret(name, value)) && value !== undefined && value !== null ? HIDDEN : value;

const NOT_NEGATIVE = 'have value greater than or equal to 0';

const reader = parameterReader({
  values: 'json',
  emptyText: 'too short',
  types: { integer: NOT_NEGATIVE },
  broken: (name, value, requirement) =>
    validationError(constraintMessage(name, shown(name, value), `Member must ${requirement}`)),
});
/**
 * Readers of parameters. Their messages contain the parameter's name as the request spells it. They throw
 * ValidationException.
 */
export const { optionalInteger, optionalNumber, optionalText, requiredText, flag } = reader;

/** Maximum length of ARNs and task tokens, and of the longest page token; see the API reference. */
export const MAX_ARN_LENGTH = 256;
const MAX_TASK_TOKEN_LENGTH = 2_048;
const MAX_PAGE_TOKEN_LENGTH = 3_096;

export const requiredTaskToken = (input: Input): string =>
  requiredText(input, 'taskToken', { max: MAX_TASK_TOKEN_LENGTH });

/**
 * A string inside a structure. `path` is the string's path in messages, such as `mock.result`; its last part is the
 * member's name.
 */
export const textIn = (structure: Input, path: string, max: number): string | undefined =>
  optionalText({ [path]: structure[path.slice(path.lastIndexOf('.') + 1)] }, path, { max });

/** Whether the answer includes the execution's data (`includedData`); true unless it is METADATA_ONLY. */
export const includesData = (input: Input): boolean =>
  optionalText(input, 'includedData', { oneOf: ['ALL_DATA', 'METADATA_ONLY'] }) !== 'METADATA_ONLY';

/** Page size from `maxResults`, at most 1000; 100 if it is 0 or absent. */
export const pageSize = (input: Input): number =>
  reader.optionalInteger(input, 'maxResults', { min: 0, max: 1000 }) || 100;

const TOKENS = pageTokens('page:');

/** The end position of the previous page; undefined for the first page. Throws InvalidToken. */
export const pagePosition = (input: Input): string | undefined => {
  const token = optionalText(input, 'nextToken', { max: MAX_PAGE_TOKEN_LENGTH });
  if (token === undefined) return undefined;
  const position = TOKENS.read(token);
  if (position === undefined) throw invalidToken();
  return position;
};

/** Like `pagePosition`, for numeric positions. */
export const pageNumber = (input: Input): number | undefined => {
  const position = pagePosition(input);
  if (position !== undefined && !/^\d+$/.test(position)) throw invalidToken();
  return position === undefined ? undefined : Number(position);
};

/**
 * Makes a page of up to `limit` items. `found` was read with a limit of `limit` + 1: one more item means that there is
 * a next page. `position` returns the position of the page's last item.
 */
export const page = <T>(found: readonly T[], limit: number, position: (last: T) => string | number) => {
  const { items, next } = keyedPage(found, limit, (last) => TOKENS.write(position(last)));
  return { items, next: next === undefined ? {} : { nextToken: next } };
};

const NAME_LENGTH = 80;
// biome-ignore lint/suspicious/noControlCharactersInRegex: names must not contain control characters
const FORBIDDEN_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** Checks a name of a state machine, execution or activity; throws InvalidName. */
const checkName = (name: string): string => {
  if (FORBIDDEN_IN_NAMES.test(name) || name === '') throw invalidName(name);
  return name;
};

export const requiredName = (input: Input, name = 'name'): string =>
  checkName(requiredText(input, name, { max: NAME_LENGTH }));

export const optionalName = (input: Input): string | undefined => {
  const name = optionalText(input, 'name', { max: NAME_LENGTH });
  return name === undefined ? undefined : checkName(name);
};
