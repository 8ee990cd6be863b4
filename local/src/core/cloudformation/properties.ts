import { isList, isObject, type Value, type ValueObject } from './value.ts';

/** A property as text; numbers and booleans in JSON form. Undefined if it is missing. */
export const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

/** A property as number; templates may write numbers as text. */
export const number = (value: Value | undefined): number | undefined =>
  value === undefined || value === null ? undefined : Number(value);

/** A property as boolean; templates may write booleans as text. */
export const boolean = (value: Value | undefined): boolean | undefined =>
  value === undefined || value === null ? undefined : String(value) === 'true';

export const object = (value: Value | undefined): ValueObject => (isObject(value) ? value : {});

export const objects = (value: Value | undefined): readonly ValueObject[] =>
  isList(value) ? value.filter(isObject) : [];

export const texts = (value: Value | undefined): readonly string[] =>
  isList(value) ? value.map((item) => text(item) ?? '') : [];

/** Removes undefined members, for inputs that treat a missing member and an undefined one differently. */
export const defined = <T>(input: { readonly [name: string]: T | undefined }): Record<string, T> => {
  const present: Record<string, T> = {};
  for (const [name, value] of Object.entries(input)) if (value !== undefined) present[name] = value;
  return present;
};

/** Converts `[{Key, Value}]` to a map; undefined without tags. */
export const tagMap = (value: Value | undefined): Record<string, string> | undefined => {
  const tags = objects(value);
  if (tags.length === 0) return undefined;
  return Object.fromEntries(tags.map((tag) => [text(tag.Key) ?? '', text(tag.Value) ?? '']));
};

/** A string member of an answer. Throws if it is missing. */
export const answered = (answer: { readonly [name: string]: unknown }, member: string): string => {
  const value = answer[member];
  if (typeof value !== 'string') throw new Error(`The answer has no ${member}.`);
  return value;
};
