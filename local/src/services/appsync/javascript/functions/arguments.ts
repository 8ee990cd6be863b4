/** Readers of arguments. They throw TypeError, which ends the handler. */

type Members = { readonly [name: string]: unknown };

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textArgument = (value: unknown, name: string): string => {
  if (typeof value === 'string') return value;
  throw new TypeError(`${name} must be a string`);
};

export const numberArgument = (value: unknown, name: string): number => {
  if (typeof value === 'number') return value;
  throw new TypeError(`${name} must be a number`);
};

export const membersArgument = (value: unknown, name: string): Members => {
  if (isMembers(value)) return value;
  throw new TypeError(`${name} must be an object`);
};

export const listArgument = (value: unknown, name: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${name} must be an array`);
};
