import { AwsError, validationError } from '../../core/aws/aws-error.ts';

/** What a parameter must satisfy besides its type; as the service's API reference has it. */
export interface Rule {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The whole text must match it. */
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
}

export type Input = { readonly [name: string]: unknown };

export const NAME = '[\\.\\-_A-Za-z0-9]+';
export const BUS_NAME = '[/\\.\\-_A-Za-z0-9]+';

const broken = (shown: string, path: string, constraint: string): AwsError =>
  validationError(
    `1 validation error detected: Value ${shown} at '${path}' failed to satisfy constraint: Member must ${constraint}`,
  );

const typeName = (value: unknown): string => {
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'object') return 'START_OBJECT';
  return typeof value === 'boolean' ? `${value}`.toUpperCase() : `${typeof value}`.toUpperCase();
};

const wrongType = (value: unknown, wanted: string): AwsError =>
  new AwsError('SerializationException', `${typeName(value)}_VALUE can not be converted to ${wanted}`);

/** How AWS names a member in its messages: `ArchiveName` is `archiveName`. */
const memberName = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Undefined when the member is missing or null. */
const member = (input: Input, name: string, { required = false }: Rule, path: string): unknown => {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  if (value !== undefined && value !== null) return value;
  if (required) throw broken('null', path, 'not be null');
  return undefined;
};

/** A string member. Throws ValidationException or SerializationException. `path` names it in messages. */
export const optionalText = (
  input: Input,
  name: string,
  rule: Rule = {},
  path = memberName(name),
): string | undefined => {
  const value = member(input, name, rule, path);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw wrongType(value, 'a String');
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern, oneOf } = rule;
  const shown = `'${value}'`;
  if (value.length < min) throw broken(shown, path, `have length greater than or equal to ${min}`);
  if (value.length > max) throw broken(shown, path, `have length less than or equal to ${max}`);
  if (pattern && !new RegExp(`^(?:${pattern})$`).test(value))
    throw broken(shown, path, `satisfy regular expression pattern: ${pattern}`);
  if (oneOf && !oneOf.includes(value)) throw broken(shown, path, `satisfy enum value set: [${oneOf.join(', ')}]`);
  return value;
};

export const requiredText = (input: Input, name: string, rule: Rule = {}, path = memberName(name)): string =>
  optionalText(input, name, { min: 1, ...rule, required: true }, path) ?? '';

export const optionalInteger = (input: Input, name: string, rule: Rule = {}): number | undefined => {
  const path = memberName(name);
  const value = member(input, name, rule, path);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrongType(value, 'an Integer');
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = rule;
  if (value < min) throw broken(`'${value}'`, path, `have value greater than or equal to ${min}`);
  if (value > max) throw broken(`'${value}'`, path, `have value less than or equal to ${max}`);
  return value;
};

export const optionalObject = (input: Input, name: string, rule: Rule = {}): Input | undefined => {
  const value = member(input, name, rule, memberName(name));
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(value, 'an Object');
  return value as Input;
};

/** A list of objects. */
export const objectList = (input: Input, name: string, rule: Rule = {}): readonly Input[] => {
  const value = member(input, name, rule, memberName(name)) ?? [];
  if (!Array.isArray(value)) throw wrongType(value, 'a List');
  for (const item of value as unknown[])
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrongType(item, 'an Object');
  if (value.length < (rule.min ?? 0))
    throw broken("'[]'", memberName(name), `have length greater than or equal to ${rule.min}`);
  return value as Input[];
};

export const textList = (input: Input, name: string, rule: Rule = {}): readonly string[] => {
  const value = member(input, name, rule, memberName(name)) ?? [];
  if (!Array.isArray(value)) throw wrongType(value, 'a List');
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw wrongType(item, 'a String');
    return item;
  });
};

/** Years of four digits, as timestamps are written. */
const FIRST_MOMENT_MS = Date.UTC(-1, 11, 31, 23, 59, 59, 999) + 1;
const LAST_MOMENT_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A time in milliseconds since the epoch; the wire has seconds or ISO 8601, callers inside a Date. */
export const optionalTime = (input: Input, name: string, rule: Rule = {}): number | undefined => {
  const value = member(input, name, rule, memberName(name));
  if (value === undefined) return undefined;
  const ms = toMilliseconds(value);
  if (!(ms >= FIRST_MOMENT_MS && ms <= LAST_MOMENT_MS)) throw wrongType(value, 'a Timestamp');
  return ms;
};

const toMilliseconds = (value: unknown): number => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value * 1000;
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
};
