import { validationError } from '../../core/aws/aws-error.ts';
import { invalidName, invalidToken } from './errors.ts';

/** Parameters of an API call, not yet looked at. */
export type Input = Readonly<Record<string, unknown>>;

export interface TextRules {
  readonly max?: number;
  readonly oneOf?: readonly string[];
}

/** Parameters whose values AWS keeps out of its messages. */
const SENSITIVE = new Set(['cause', 'definition', 'error', 'input', 'output', 'versionDescription']);

/** AWS's wording for a parameter that breaks a rule of its shape. */
const broken = (name: string, value: unknown, rule: string) => {
  const shown = value == null ? ' null' : SENSITIVE.has(name) ? '' : ` '${String(value)}'`;
  return validationError(
    `1 validation error detected: Value${shown} at '${name}' failed to satisfy constraint: ${rule}`,
  );
};

export const optionalText = (input: Input, name: string, rules: TextRules = {}): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw broken(name, value, 'Member must be a string');
  const { max, oneOf } = rules;
  if (max !== undefined && value.length > max)
    throw broken(name, value, `Member must have length less than or equal to ${max}`);
  if (oneOf && !oneOf.includes(value))
    throw broken(name, value, `Member must satisfy enum value set: [${oneOf.join(', ')}]`);
  return value;
};

export const requiredText = (input: Input, name: string, rules: TextRules = {}): string => {
  const value = optionalText(input, name, rules);
  if (value === undefined) throw broken(name, value, 'Member must not be null');
  if (value === '') throw broken(name, value, 'Member must have length greater than or equal to 1');
  return value;
};

export const optionalFlag = (input: Input, name: string): boolean => {
  const value = input[name] ?? false;
  if (typeof value !== 'boolean') throw broken(name, value, 'Member must be a boolean');
  return value;
};

/** `maxResults`: 0 and absence stand for 100, the most is 1000. */
export const pageSize = (input: Input): number => {
  const value = input.maxResults ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw broken('maxResults', value, 'Member must have value greater than or equal to 0');
  if (value > 1000) throw broken('maxResults', value, 'Member must have value less than or equal to 1000');
  return value === 0 ? 100 : value;
};

/** Where the page before ended; undefined for the first one. Throws InvalidToken. */
export const pagePosition = (input: Input): string | undefined => {
  const token = optionalText(input, 'nextToken');
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith(PAGE)) throw invalidToken();
  return text.slice(PAGE.length);
};

/** As `pagePosition`, for positions that are numbers. */
export const pageNumber = (input: Input): number | undefined => {
  const position = pagePosition(input);
  if (position !== undefined && !/^\d+$/.test(position)) throw invalidToken();
  return position === undefined ? undefined : Number(position);
};

/**
 * The page of `found`, which was asked for with one item more than `limit`: that one tells whether there is a next page.
 */
export const page = <T>(found: readonly T[], limit: number, position: (last: T) => string | number) => {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items, next: more ? { nextToken: Buffer.from(`${PAGE}${position(last)}`).toString('base64') } : {} };
};

const PAGE = 'page:';
const NAME_LENGTH = 80;
// biome-ignore lint/suspicious/noControlCharactersInRegex: names must not contain control characters
const FORBIDDEN_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** Checks a name of a state machine, execution or activity; throws InvalidName. */
export const checkName = (name: string): string => {
  if (FORBIDDEN_IN_NAMES.test(name) || name === '') throw invalidName(name);
  return name;
};

export const requiredName = (input: Input, name = 'name'): string =>
  checkName(requiredText(input, name, { max: NAME_LENGTH }));

export const optionalName = (input: Input): string | undefined => {
  const name = optionalText(input, 'name', { max: NAME_LENGTH });
  return name === undefined ? undefined : checkName(name);
};
