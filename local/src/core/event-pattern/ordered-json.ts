/**
 * JSON as a streaming parser reads it: an object's members keep their order, and members with a repeated name are kept.
 * Integers that a double cannot represent are bigint.
 */
export type OrderedJson = string | number | bigint | boolean | null | readonly OrderedJson[] | JsonObject;

export interface JsonObject {
  readonly members: readonly (readonly [name: string, value: OrderedJson])[];
}

export const isJsonObject = (value: OrderedJson | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && 'members' in value;

export const isJsonList = (value: OrderedJson | undefined): value is readonly OrderedJson[] => Array.isArray(value);

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+/g;
const INTEGER = /^-?\d+$/;

/** Parses text that JSON.parse accepts and that is nested at most MAX_DEPTH levels. */
export const parseOrdered = (text: string): OrderedJson => {
  const tokens = text.match(TOKEN)?.values() ?? [].values();
  const next = (): string => tokens.next().value ?? '';
  const read = (token: string): OrderedJson => {
    if (token === '{') return readObject();
    if (token === '[') return readList();
    return exactNumberOf(token) ?? (JSON.parse(token) as string | number | boolean | null);
  };
  const readObject = (): JsonObject => {
    const members: [string, OrderedJson][] = [];
    for (let token = next(); token !== '}'; token = next()) members.push([String(JSON.parse(token)), read(next())]);
    return { members };
  };
  const readList = (): readonly OrderedJson[] => {
    const items: OrderedJson[] = [];
    for (let token = next(); token !== ']'; token = next()) items.push(read(token));
    return items;
  };
  return read(next());
};

const exactNumberOf = (token: string): bigint | undefined =>
  INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? BigInt(token) : undefined;

/** Digits of an integer that a double may be unable to represent. */
const LONG_NUMBER = /\d{16}/;

/** Like JSON.parse, but integers that a double cannot represent are bigint. */
export const parseExact = (text: string): unknown =>
  LONG_NUMBER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);

const exact = (_name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' ? (exactNumberOf(context?.source ?? '') ?? value) : value;
