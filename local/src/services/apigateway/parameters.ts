import { badRequest } from './errors.ts';

/** Reading of parameters in the template's names; numbers and booleans may come as text. */
export type Input = { readonly [name: string]: unknown };

export const optionalText = (input: Input, name: string): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw badRequest(`${name} must be a string`);
  return value;
};

export const text = (input: Input, name: string): string => {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw badRequest(`${name} must not be empty`);
  return value;
};

export const texts = (input: Input, name: string): readonly string[] => {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw badRequest(`${name} must be a list of strings`);
  return value as string[];
};

export const number = (input: Input, name: string): number | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const read = Number(value);
  if (!Number.isFinite(read)) throw badRequest(`${name} must be a number`);
  return read;
};

export const flag = (input: Input, name: string): boolean => String(input[name] ?? 'false') === 'true';

export const object = (input: Input, name: string): Input => {
  const value = input[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw badRequest(`${name} must be an object`);
  return value as Input;
};

/** The only value that is carried out; another one is refused by name, and a missing one means it. */
export const only = (input: Input, name: string, allowed: string): void => {
  const value = optionalText(input, name) ?? allowed;
  if (value !== allowed) throw badRequest(`${name} ${value} is not supported locally; only ${allowed} is`);
};
