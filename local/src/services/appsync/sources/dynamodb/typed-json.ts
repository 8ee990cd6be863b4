import { isObject } from '../../../../core/parameters/input.ts';
import type { TypedItem } from '../../../dynamodb/operations.ts';
import { requestObject } from '../requests.ts';

/**
 * Values of a request in the form that DynamoDB accepts: AppSync also accepts numbers as JSON numbers, and any value of
 * NULL.
 */
const toDynamo = (value: unknown): unknown => {
  if (!isObject(value)) return value;
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return { N: String(content) };
    case 'NS':
      return Array.isArray(content) ? { NS: content.map(String) } : value;
    case 'NULL':
      return { NULL: true };
    case 'L':
      return Array.isArray(content) ? { L: content.map(toDynamo) } : value;
    case 'M':
      return isObject(content) ? { M: itemToDynamo(content) } : value;
    default:
      return value;
  }
};

const itemToDynamo = (item: TypedItem): TypedItem =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toDynamo(value)]));

/** An item or a key of a request. Throws InvalidRequest. */
export const requestItem = (value: unknown, name: string): TypedItem => itemToDynamo(requestObject(value, name));

/** A value of DynamoDB as plain JSON. Sets become arrays; binary values stay in base64. */
const toJson = (value: unknown): unknown => {
  if (!isObject(value)) return null;
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return Number(content);
    case 'NS':
      return Array.isArray(content) ? content.map(Number) : null;
    case 'NULL':
      return null;
    case 'L':
      return Array.isArray(content) ? content.map(toJson) : null;
    case 'M':
      return isObject(content) ? itemToJson(content) : null;
    default:
      return content;
  }
};

const itemToJson = (item: TypedItem): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toJson(value)]));

/** An item as plain JSON; null if there is none. */
export const plainItem = (item: TypedItem | undefined): unknown => (item === undefined ? null : itemToJson(item));
