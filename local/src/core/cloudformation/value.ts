/** A JSON value: a part of a template, or an evaluated expression. */
export type Value = null | boolean | number | string | readonly Value[] | ValueObject;
export interface ValueObject {
  readonly [name: string]: Value;
}

export const isObject = (value: unknown): value is ValueObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

/** JSON with sorted member names, so that equal values have equal texts. */
export const canonicalJson = (value: Value): string => JSON.stringify(sorted(value));

const sorted = (value: Value): Value => {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(byName)
      .map(([name, member]) => [name, sorted(member)]),
  );
};

const byName = ([a]: [string, Value], [b]: [string, Value]): number => (a < b ? -1 : 1);
