import { isObject, type Json, type JsonObject } from '../language/json.ts';

/** Members of DynamoDB's requests whose values are attribute values, by attribute name. */
const ITEMS: ReadonlySet<string> = new Set(['ExpressionAttributeValues', 'Item', 'Key']);

/**
 * The parameters of an item operation, with complete attribute values. The optimized integration accepts a string in
 * place of an attribute value, also inside lists and maps; the string stands for `{ S }`. In `Expected` and
 * `AttributeUpdates` the attribute values are one level deeper.
 */
export const withStringAttributes = (fields: Readonly<Record<string, Json>>): Record<string, Json> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, withStrings(name, value)]));

const withStrings = (name: string, value: Json): Json => {
  if (!isObject(value)) return value;
  if (ITEMS.has(name)) return mapped(value, attribute);
  if (name === 'Expected' || name === 'AttributeUpdates') return mapped(value, condition);
  return value;
};

const condition = (value: Json): Json => {
  if (!isObject(value)) return value;
  const { Value, AttributeValueList, ...others } = value;
  return {
    ...others,
    ...(Value === undefined ? {} : { Value: attribute(Value) }),
    ...(AttributeValueList === undefined ? {} : { AttributeValueList: attributes(AttributeValueList) }),
  };
};

const attribute = (value: Json): Json => {
  if (typeof value === 'string') return { S: value };
  if (!isObject(value)) return value;
  if (isObject(value.M)) return { ...value, M: mapped(value.M, attribute) };
  return value.L === undefined ? value : { ...value, L: attributes(value.L) };
};

const attributes = (value: Json): Json => (Array.isArray(value) ? value.map(attribute) : value);

const mapped = (object: JsonObject, change: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
