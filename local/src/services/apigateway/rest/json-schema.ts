import { canonicalJson, isList, isObject, type Value, type ValueObject } from '../../../core/cloudformation/value.ts';

/** Finds the schema that a `$ref` names; undefined if it does not exist. */
type Resolve = (reference: string) => ValueObject | undefined;

/** The context of one check: the schema's root, for references within it, and the other models. */
interface Check {
  readonly root: ValueObject;
  readonly model: Resolve;
  /** References that are being followed without a step into the value, to end circular ones. */
  readonly path: readonly string[];
}

/** Checks one keyword; true if the value satisfies it. */
type Keyword = (value: Value, argument: Value, schema: ValueObject, check: Check) => boolean;

const ANNOTATIONS = ['$schema', 'id', 'title', 'description', 'default', 'definitions', 'format'];

/**
 * Whether a value satisfies a schema of JSON Schema draft 4, the draft of API Gateway's models. `format` is an
 * annotation. `model` finds the schema of another model by its URL. A circular schema accepts no value.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export const satisfies = (value: Value, schema: ValueObject, model: Resolve): boolean =>
  holds(value, schema, { root: schema, model, path: [] });

/**
 * The first problem of a schema in API Gateway's words: keywords that draft 4 does not have, or a pattern that is no
 * regular expression. Undefined if the schema is valid.
 */
export const schemaProblem = (schema: Value): string | undefined => {
  const schemas = allSchemas(schema);
  const unknown = schemas.flatMap((each) =>
    Object.keys(each).filter((name) => !Object.hasOwn(KEYWORDS, name) && !ANNOTATIONS.includes(name)),
  );
  if (unknown.length > 0) return `Unsupported keyword(s): ${JSON.stringify([...new Set(unknown)])}`;
  const patterns = schemas.flatMap(({ pattern, patternProperties }) => [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...Object.keys(tableOf(patternProperties)),
  ]);
  const invalid = patterns.find((pattern) => !isPattern(pattern));
  return invalid === undefined ? undefined : `The pattern ${invalid} is not a regular expression`;
};

const isPattern = (pattern: string): boolean => {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
};

/** A schema and all schemas in it. */
const allSchemas = (schema: Value | undefined): readonly ValueObject[] => {
  if (schema === undefined || !isObject(schema)) return [];
  const { items, additionalItems, additionalProperties, not } = schema;
  const lists = [items, schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => (isList(list) ? list : []));
  const tables = [schema.properties, schema.patternProperties, schema.definitions, schema.dependencies];
  const members = tables.flatMap((table) => Object.values(tableOf(table)));
  const inside = [items, additionalItems, additionalProperties, not, ...lists, ...members];
  return [schema, ...inside.flatMap(allSchemas)];
};

const holds = (value: Value, schema: Value, check: Check): boolean => {
  if (!isObject(schema)) return schema !== false;
  if (typeof schema.$ref === 'string') return followed(value, schema.$ref, check);
  return Object.entries(schema).every(([name, argument]) => {
    const keyword = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
    return keyword ? keyword(value, argument, schema, check) : true;
  });
};

/** Checks a part of the value; circular references are then allowed, because the part is smaller. */
const partHolds = (part: Value, schema: Value, check: Check): boolean => holds(part, schema, { ...check, path: [] });

const followed = (value: Value, reference: string, { root, model, path }: Check): boolean => {
  if (path.includes(reference)) return false;
  if (!reference.startsWith('#')) {
    const other = model(reference);
    return other !== undefined && holds(value, other, { root: other, model, path: [...path, reference] });
  }
  const found = pointed(root, reference.slice(1));
  return found !== undefined && holds(value, found, { root, model, path: [...path, reference] });
};

/** https://datatracker.ietf.org/doc/html/rfc6901 */
const pointed = (root: Value, pointer: string): Value | undefined => {
  let value: Value | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (isList(value)) value = value[Number(name)];
    else value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
};

const TYPES: { readonly [name: string]: ((value: Value) => boolean) | undefined } = {
  array: isList,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: isObject,
  string: (value) => typeof value === 'string',
};

const listOf = (argument: Value): readonly Value[] => (isList(argument) ? argument : [argument]);

const isEqual = (left: Value, right: Value): boolean => canonicalJson(left) === canonicalJson(right);

const tableOf = (argument: Value | undefined): ValueObject => (argument && isObject(argument) ? argument : {});

const matches = (text: string, pattern: Value): boolean => new RegExp(String(pattern)).test(text);

const length = (text: string): number => [...text].length;

/** Makes a keyword that compares a measure of the value; values without the measure satisfy it. */
const bounded =
  (measure: (value: Value) => number | undefined, isWithin: (measured: number, bound: number) => boolean): Keyword =>
  (value, argument) => {
    const measured = measure(value);
    return measured === undefined || isWithin(measured, Number(argument));
  };

const numberOf = (value: Value): number | undefined => (typeof value === 'number' ? value : undefined);
const lengthOf = (value: Value): number | undefined => (typeof value === 'string' ? length(value) : undefined);
const countOf = (value: Value): number | undefined => (isList(value) ? value.length : undefined);
const sizeOf = (value: Value): number | undefined => (isObject(value) ? Object.keys(value).length : undefined);
const atLeast = (measured: number, bound: number): boolean => measured >= bound;
const atMost = (measured: number, bound: number): boolean => measured <= bound;

/** The members of an object that neither `properties` nor `patternProperties` describes. */
const additional = (value: ValueObject, { properties, patternProperties }: ValueObject): readonly string[] => {
  const patterns = Object.keys(tableOf(patternProperties));
  return Object.keys(value).filter(
    (name) => !Object.hasOwn(tableOf(properties), name) && !patterns.some((pattern) => matches(name, pattern)),
  );
};

const KEYWORDS: { readonly [name: string]: Keyword | undefined } = {
  $ref: () => true,
  type: (value, argument) => listOf(argument).some((name) => TYPES[String(name)]?.(value) === true),
  enum: (value, argument) => listOf(argument).some((each) => isEqual(each, value)),
  allOf: (value, argument, _, check) => listOf(argument).every((schema) => holds(value, schema, check)),
  anyOf: (value, argument, _, check) => listOf(argument).some((schema) => holds(value, schema, check)),
  oneOf: (value, argument, _, check) => listOf(argument).filter((schema) => holds(value, schema, check)).length === 1,
  not: (value, argument, _, check) => !holds(value, argument, check),
  minimum: (value, argument, { exclusiveMinimum }) =>
    typeof value !== 'number' || (exclusiveMinimum === true ? value > Number(argument) : value >= Number(argument)),
  maximum: (value, argument, { exclusiveMaximum }) =>
    typeof value !== 'number' || (exclusiveMaximum === true ? value < Number(argument) : value <= Number(argument)),
  exclusiveMinimum: () => true,
  exclusiveMaximum: () => true,
  multipleOf: bounded(numberOf, (measured, bound) => Number.isInteger(measured / bound)),
  minLength: bounded(lengthOf, atLeast),
  maxLength: bounded(lengthOf, atMost),
  pattern: (value, argument) => typeof value !== 'string' || matches(value, argument),
  minItems: bounded(countOf, atLeast),
  maxItems: bounded(countOf, atMost),
  uniqueItems: (value, argument) =>
    argument !== true || !isList(value) || new Set(value.map((item) => canonicalJson(item))).size === value.length,
  items: (value, argument, _, check) => {
    if (!isList(value)) return true;
    if (!isList(argument)) return value.every((item) => partHolds(item, argument, check));
    return argument.every((schema, index) => {
      const item = value[index];
      return item === undefined || partHolds(item, schema, check);
    });
  },
  additionalItems: (value, argument, { items }, check) =>
    !isList(value) || !isList(items) || value.slice(items.length).every((item) => partHolds(item, argument, check)),
  minProperties: bounded(sizeOf, atLeast),
  maxProperties: bounded(sizeOf, atMost),
  required: (value, argument) =>
    !isObject(value) || listOf(argument).every((name) => Object.hasOwn(value, String(name))),
  properties: (value, argument, _, check) =>
    !isObject(value) ||
    Object.entries(tableOf(argument)).every(
      ([name, schema]) => !Object.hasOwn(value, name) || partHolds(value[name] ?? null, schema, check),
    ),
  patternProperties: (value, argument, _, check) =>
    !isObject(value) ||
    Object.entries(tableOf(argument)).every(([pattern, schema]) =>
      Object.entries(value).every(([name, member]) => !matches(name, pattern) || partHolds(member, schema, check)),
    ),
  additionalProperties: (value, argument, schema, check) =>
    !isObject(value) || additional(value, schema).every((name) => partHolds(value[name] ?? null, argument, check)),
  dependencies: (value, argument, _, check) =>
    !isObject(value) ||
    Object.entries(tableOf(argument)).every(([name, needed]) => {
      if (!Object.hasOwn(value, name)) return true;
      return isList(needed) ? needed.every((each) => Object.hasOwn(value, String(each))) : holds(value, needed, check);
    }),
};
