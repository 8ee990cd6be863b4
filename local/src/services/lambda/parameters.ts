import { unsupported } from '../../core/aws/aws-error.ts';
import { constraint } from './errors.ts';

/** Reading of parameters as they come in: each says by name what does not fit. Names are those of the API's JSON. */
export type Input = { readonly [name: string]: unknown };

const memberOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export const optionalText = (input: Input, name: string): string | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw constraint(memberOf(name), value, 'Member must be a string');
  return value;
};

export const text = (input: Input, name: string): string => {
  const value = optionalText(input, name);
  if (value === undefined) throw constraint(memberOf(name), undefined, 'Member must not be null');
  return value;
};

/** A whole number within `min` and `max`. CloudFormation may give it as text. */
export const optionalInteger = (input: Input, name: string, min: number, max: number): number | undefined => {
  const given = input[name];
  if (given === undefined || given === null) return undefined;
  const value = typeof given === 'string' ? Number(given) : given;
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw constraint(memberOf(name), given, 'Member must be an integer');
  if (value < min) throw constraint(memberOf(name), given, `Member must have value greater than or equal to ${min}`);
  if (value > max) throw constraint(memberOf(name), given, `Member must have value less than or equal to ${max}`);
  return value;
};

export const optionalFlag = (input: Input, name: string): boolean | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  return value === true || value === 'true';
};

export const optionalObject = (input: Input, name: string): Input | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value))
    throw constraint(memberOf(name), value, 'Member must be a structure');
  return value as Input;
};

export const optionalTexts = (input: Input, name: string): readonly string[] | undefined => {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw constraint(memberOf(name), value, 'Member must be a list of strings');
  return value as string[];
};

/** A map of strings; numbers and booleans of a template become text. */
export const optionalMap = (input: Input, name: string): { readonly [key: string]: string } | undefined => {
  const map = optionalObject(input, name);
  return map && Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
};

export const oneOf = <T extends string>(input: Input, name: string, allowed: readonly T[]): T | undefined => {
  const value = optionalText(input, name);
  if (value === undefined) return undefined;
  const known = allowed.find((candidate) => candidate === value);
  if (known === undefined)
    throw constraint(memberOf(name), value, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
  return known;
};

/** Refuses by name what AWS knows and this runtime does not carry out; empty values ask for nothing. */
export const refuse = (input: Input, names: readonly string[], where: string): void => {
  for (const name of names) if (!isEmpty(input[name])) throw unsupported(`${name} of ${where}`);
};

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.values(value).every(isEmpty));
