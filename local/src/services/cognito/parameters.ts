import { invalid } from './errors.ts';

/** Reading of parameters in the API's names; numbers and booleans of a template may come as text. */
export type Input = { readonly [name: string]: unknown };

export const optionalText = (input: Input, name: string): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(`${name} must be a string.`);
  return value;
};

export const text = (input: Input, name: string): string => {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw invalid(`Missing required parameter ${name}.`);
  return value;
};

export const texts = (input: Input, name: string): readonly string[] => {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw invalid(`${name} must be a list of strings.`);
  return value as string[];
};

export const number = (input: Input, name: string): number | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const read = Number(value);
  if (!Number.isFinite(read)) throw invalid(`${name} must be a number.`);
  return read;
};

export const flag = (input: Input, name: string): boolean => String(input[name] ?? 'false') === 'true';

export const object = (input: Input, name: string): Input => {
  const value = input[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(`${name} must be an object.`);
  return value as Input;
};

export const objects = (input: Input, name: string): readonly Input[] => {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'object' || item === null))
    throw invalid(`${name} must be a list of objects.`);
  return value as Input[];
};
