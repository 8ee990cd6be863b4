import { constraint } from './errors.ts';

/** Reading of parameters: each function names what does not fit. */
export type Input = { readonly [name: string]: unknown };

export const optionalText = (input: Input, name: string): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw constraint(name, value, 'Member must be a string');
  return value;
};

export const text = (input: Input, name: string): string => {
  const value = optionalText(input, name);
  if (value === undefined) throw constraint(name, undefined, 'Member must not be null');
  return value;
};

export const optionalNumber = (input: Input, name: string): number | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw constraint(name, value, 'Member must be an integer');
  return value;
};

/** How many items a page may have, 1 to `max`. */
export const limit = (input: Input, max: number, otherwise = max): number => {
  const value = optionalNumber(input, 'limit') ?? otherwise;
  if (value < 1) throw constraint('limit', value, 'Member must have value greater than or equal to 1');
  if (value > max) throw constraint('limit', value, `Member must have value less than or equal to ${max}`);
  return value;
};

export const optionalMap = (input: Input, name: string): { readonly [key: string]: string } | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw constraint(name, value, 'Member must be a map');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
};

export const list = (input: Input, name: string): readonly unknown[] => {
  const value = input[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw constraint(name, value, 'Member must be a list');
  return value;
};

/** The page of `all` that `nextToken` and `limit` ask for. Tokens are places in the list. */
export const pageOf = <T>(all: readonly T[], input: Input, size: number): { items: readonly T[]; next: object } => {
  const token = optionalText(input, 'nextToken');
  const from = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(from) || from < 0) throw constraint('nextToken', token, 'The specified nextToken is invalid.');
  const to = from + size;
  return { items: all.slice(from, to), next: to < all.length ? { nextToken: String(to) } : {} };
};
