import { validationError } from '../aws/aws-error.ts';
import { isList, isObject, type Value, type ValueObject } from './value.ts';

/** A property as text; numbers and booleans in JSON form. Undefined if it is missing. */
export const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

/** A property as number; templates may write numbers as text. Throws AwsError for any other value. */
export const number = (value: Value | undefined): number | undefined => {
  if (value === undefined || value === null) return undefined;
  const read = typeof value === 'string' ? Number(value) : value;
  if (typeof read !== 'number' || Number.isNaN(read)) throw validationError(`${JSON.stringify(value)} is not a number`);
  return read;
};

/** A property as boolean; templates may write booleans as text. */
export const boolean = (value: Value | undefined): boolean | undefined =>
  value === undefined || value === null ? undefined : text(value) === 'true';

export const object = (value: Value | undefined): ValueObject => (isObject(value) ? value : {});

export const objects = (value: Value | undefined): readonly ValueObject[] =>
  isList(value) ? value.filter(isObject) : [];

export const texts = (value: Value | undefined): readonly string[] =>
  isList(value) ? value.map((item) => text(item) ?? '') : [];

/** `T` with its possibly undefined members made optional. */
type Defined<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Removes undefined members, for inputs that treat a missing member and an undefined one differently. */
export const defined = <T extends { readonly [name: string]: unknown }>(input: T): Defined<T> =>
  definedValues<unknown>(input) as Defined<T>;

/** Like `defined`, for a map with arbitrary names. */
export const definedValues = <T>(map: { readonly [name: string]: T | undefined }): Record<string, T> => {
  const present: Record<string, T> = {};
  for (const [name, value] of Object.entries(map)) if (value !== undefined) present[name] = value;
  return present;
};

/** Converts `[{Key, Value}]` to a map; undefined without tags. */
export const tagMap = (value: Value | undefined): Record<string, string> | undefined => {
  const tags = objects(value);
  if (tags.length === 0) return undefined;
  return Object.fromEntries(tags.map((tag) => [text(tag.Key) ?? '', text(tag.Value) ?? '']));
};
