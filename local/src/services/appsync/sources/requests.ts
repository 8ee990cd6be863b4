import { isObject } from '../../../core/parameters/input.ts';
import { InvalidRequest } from './source.ts';

type Members = { readonly [name: string]: unknown };

/** Readers of the members of a request. They throw InvalidRequest. */

export const requestObject = (value: unknown, name: string): Members => {
  if (isObject(value)) return value;
  throw new InvalidRequest(`${name} must be an object`);
};

export const requestText = (value: unknown, name: string): string => {
  if (typeof value === 'string') return value;
  throw new InvalidRequest(`${name} must be a string`);
};

export const requestList = (value: unknown, name: string): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  throw new InvalidRequest(`${name} must be a list`);
};

export const unsupportedOperation = (operation: unknown, supported: readonly string[]): InvalidRequest =>
  new InvalidRequest(
    `Unsupported operation '${operation}'. The operations of this data source are: ${supported.join(', ')}`,
  );
