/**
 * A JSON Schema with only the keywords that the schema of check rules uses. ajv's validator would be a tenth of the function
 * that reads rules from requests.
 */
export interface Schema {
  readonly title?: string;
  /** What a value must be; part of the message about another value. */
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer';
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly maxProperties?: number;
  readonly propertyNames?: { readonly pattern: string };
  /** A schema for all members without one, or false: there are no other members. */
  readonly additionalProperties?: Schema | false;
  /** Exactly one schema, which lists the value's `kind` in the enumeration of its member `kind`. */
  readonly oneOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: 'kind' };
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** One sentence per fault of a value: the member, its value, and what it must be. */
export function schemaFaults(value: unknown, root: Schema): readonly string[] {
  return faultsAt({ value, path: '', schema: root, root });
}

interface Place {
  readonly value: unknown;
  /** `checks.NAME.0.pattern`; empty for the whole value. */
  readonly path: string;
  readonly schema: Schema;
  readonly root: Schema;
}

function faultsAt(place: Place): readonly string[] {
  const { value, path, root } = place;
  const schema = resolved(place.schema, root);
  const wrong = [`${nameOf(path)} is ${shown(value)}; it must be ${schema.description}.`];
  if (schema.oneOf !== undefined) {
    const variant = schema.oneOf.map((each) => resolved(each, root)).find((each) => hasKind(each, value));
    return variant === undefined ? wrong : faultsAt({ ...place, schema: variant });
  }
  if (typeof value === 'string') return isText(value, schema) ? [] : wrong;
  if (typeof value === 'number') return isInteger(value, schema) ? [] : wrong;
  if (Array.isArray(value)) return isList(value, schema) ? itemFaults(value, { ...place, schema }) : wrong;
  return isObject(value) && isDictionary(value, schema) ? memberFaults(value, { ...place, schema }) : wrong;
}

function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.slice('#/$defs/'.length);
  return name === undefined ? schema : (root.$defs?.[name] ?? {});
}

const hasKind = ({ properties }: Schema, value: unknown): boolean =>
  isObject(value) && properties?.kind?.enum?.some((kind) => kind === value.kind) === true;

function isText(
  value: string,
  { type, enum: values, minLength = 0, maxLength = Infinity, pattern = '' }: Schema,
): boolean {
  if (values !== undefined) return values.includes(value);
  const { length } = [...value];
  return type === 'string' && length >= minLength && length <= maxLength && new RegExp(pattern, 'u').test(value);
}

const isInteger = (value: number, { type, minimum = -Infinity, maximum = Infinity }: Schema): boolean =>
  type === 'integer' && Number.isInteger(value) && value >= minimum && value <= maximum;

function isList(value: readonly unknown[], { type, minItems = 0, maxItems = Infinity, uniqueItems }: Schema): boolean {
  const isUnique = uniqueItems !== true || new Set(value).size === value.length;
  return type === 'array' && value.length >= minItems && value.length <= maxItems && isUnique;
}

function isDictionary(value: object, { type, maxProperties = Infinity, propertyNames }: Schema): boolean {
  const names = Object.keys(value);
  const pattern = new RegExp(propertyNames?.pattern ?? '', 'u');
  return type === 'object' && names.length <= maxProperties && names.every((name) => pattern.test(name));
}

const itemFaults = (value: readonly unknown[], { path, schema, root }: Place): readonly string[] =>
  value.flatMap((item, index) =>
    faultsAt({ value: item, path: `${path}${path && '.'}${index}`, schema: schema.items ?? {}, root }),
  );

function memberFaults(value: Readonly<Record<string, unknown>>, { path, schema, root }: Place): readonly string[] {
  const { properties = {}, required = [], additionalProperties, description } = schema;
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${nameOf(path)} has no member ${name}; it must be ${description}.`);
  const faults = Object.entries(value).flatMap(([name, member]) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (!known) return [`${nameOf(path)} has the unknown member ${name}; it must be ${description}.`];
    return faultsAt({ value: member, path: `${path}${path && '.'}${name}`, schema: known, root });
  });
  return [...missing, ...faults];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (path: string): string => (path === '' ? 'The file' : path);

const MAX_SHOWN = 60;

/** A short text is shown; an object or a list only as such, because deep nesting could overflow the stack. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}
