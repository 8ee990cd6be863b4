import { AwsError } from '../../core/aws/aws-error.ts';
import { memoized } from '../../core/memoized.ts';
import type { Types } from './dynalite-types.ts';
import { mapMembers } from './json-copy.ts';

/** Checks a value that is not null against a type. Returns a copy, converted where AWS converts; throws AwsError. */
type Check = (value: unknown) => unknown;

const refused = (message: string): AwsError => new AwsError('SerializationException', message, { statusCode: 400 });

const MISPLACED_STRUCTURE = 'Start of structure or map found where not expected';
const PACKAGE = 'com.amazonaws.dynamodb.v20120810.';

/** Refuses a list or a structure in place of a scalar or a list. */
const refuseCollection = (value: unknown, javaClass: string): void => {
  if (Array.isArray(value)) throw refused(`Unrecognized collection type class ${javaClass}`);
  if (typeof value === 'object') throw refused(MISPLACED_STRUCTURE);
};

const numberToken = (value: number): string => (value % 1 === 0 ? 'NUMBER_VALUE' : 'DECIMAL_VALUE');

const TRUE = ['TRUE', '1', 'YES'];
const FALSE = ['FALSE', '0', 'NO'];

const booleanOf: Check = (value) => {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') throw refused(`${numberToken(value)} cannot be converted to Boolean`);
  refuseCollection(value, 'java.lang.Boolean');
  const upper = String(value).toUpperCase();
  if (TRUE.includes(upper)) return true;
  if (FALSE.includes(upper)) return false;
  throw refused('Unexpected token received from parser');
};

const booleanToken = (value: boolean): string => (value ? 'TRUE_VALUE' : 'FALSE_VALUE');

const numberOf =
  (type: string): Check =>
  (value) => {
    if (typeof value === 'number') return type === 'Double' ? value : Math.floor(value);
    if (typeof value === 'boolean') throw refused(`${booleanToken(value)} cannot be converted to ${type}`);
    if (typeof value === 'string') throw refused(`STRING_VALUE cannot be converted to ${type}`);
    refuseCollection(value, `java.lang.${type}`);
    return value;
  };

const stringOf: Check = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') throw refused(`${booleanToken(value)} cannot be converted to String`);
  if (typeof value === 'number') throw refused(`${numberToken(value)} cannot be converted to String`);
  refuseCollection(value, 'java.lang.String');
  return value;
};

const blobOf: Check = (value) => {
  if (typeof value === 'boolean' || typeof value === 'number')
    throw refused('only base-64-encoded strings are convertible to bytes');
  refuseCollection(value, 'java.nio.ByteBuffer');
  const text = String(value);
  if (text.length % 4)
    throw refused(`Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
  if (Buffer.from(text, 'base64').toString('base64') !== text)
    throw refused('Invalid last non-pad Base64 character dectected');
  return text;
};

const ifPresent = (value: unknown, check: Check): unknown =>
  value === undefined || value === null ? null : check(value);

const listOf =
  (element: Check, scalar: string): Check =>
  (value) => {
    if (typeof value !== 'object') throw refused(scalar);
    if (!Array.isArray(value)) throw refused(MISPLACED_STRUCTURE);
    return value.map((each) => ifPresent(each, element));
  };

/** The messages for a scalar and for a list in place of a map or structure. */
interface Messages {
  readonly scalar: string;
  readonly list: string;
}

const objectOf = (value: unknown, { scalar, list }: Messages): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object') throw refused(scalar);
  if (Array.isArray(value)) throw refused(list);
  return value as Record<string, unknown>;
};

const mapOf =
  (element: Check, messages: Messages): Check =>
  (value) =>
    mapMembers(objectOf(value, messages), (each) => ifPresent(each, element));

interface Member {
  readonly name: string;
  readonly check: Check;
}

/** The known members of a structure that are not null, in the order of the type. */
const membersIn = (value: Readonly<Record<string, unknown>>, members: readonly Member[]): Record<string, unknown> => {
  const copy: Record<string, unknown> = {};
  for (const { name, check } of members) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member !== undefined && member !== null) copy[name] = check(member);
  }
  return copy;
};

const ATTRIBUTE_VALUE: Types = {
  S: 'String',
  B: 'Blob',
  N: 'String',
  BOOL: 'Boolean',
  NULL: 'Boolean',
  BS: { type: 'List', children: 'Blob' },
  NS: { type: 'List', children: 'String' },
  SS: { type: 'List', children: 'String' },
  L: { type: 'List', children: 'AttrStruct<ValueStruct>' },
  M: { type: 'Map<AttributeValue>', children: 'AttrStruct<ValueStruct>' },
};

const SCALARS: Readonly<Record<string, Check>> = {
  Boolean: booleanOf,
  Short: numberOf('Short'),
  Integer: numberOf('Integer'),
  Long: numberOf('Long'),
  Double: numberOf('Double'),
  String: stringOf,
  Blob: blobOf,
};

const UNEXPECTED_FIELD = 'Unexpected field type';
/** The message for a scalar in place of a structure, by the kind of structure. */
const SCALAR_FOR: Readonly<Record<string, string>> = {
  ValueStruct: 'Unexpected value type in payload',
  FieldStruct: UNEXPECTED_FIELD,
};
const PARAMETERIZED =
  "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";

/** A structure. Its members are read with the first value, because an attribute value may contain another one. */
const structureOf = (kind: string, name: string, types: Types): Check => {
  const messages = {
    scalar: SCALAR_FOR[kind] ?? UNEXPECTED_FIELD,
    list: `Unrecognized collection type class ${PACKAGE}${name}`,
  };
  return (value) => membersIn(objectOf(value, messages), membersOf(types));
};

const listOfMap = (name: string): string =>
  `Unrecognized collection type java.util.Map<java.lang.String, ${name.includes('.') ? name : PACKAGE + name}>`;

/** A type as dynalite describes it: a name such as `Map<AttributeValue>`, and what is inside it. */
type Described = string | { readonly type?: string; readonly children?: unknown };

const checkOf = (described: Described): Check => {
  const { type = '', children } = typeof described === 'string' ? { type: described } : described;
  const [, kind = type, name = ''] = /^(.+?)<(.+)>$/.exec(type) ?? [];
  const inside = () => checkOf(children as Described);
  switch (kind) {
    case 'AttrStruct':
      return structureOf(name, 'AttributeValue', ATTRIBUTE_VALUE);
    case 'ValueStruct':
    case 'FieldStruct':
      return structureOf(kind, name, children as Types);
    case 'List':
      return listOf(inside(), UNEXPECTED_FIELD);
    case 'ParameterizedList':
      return listOf(inside(), PARAMETERIZED);
    case 'Map':
      return mapOf(inside(), { scalar: UNEXPECTED_FIELD, list: listOfMap(name) });
    case 'ParameterizedMap':
      return mapOf(inside(), { scalar: PARAMETERIZED, list: listOfMap('AttributeValue') });
    default: {
      const scalar = SCALARS[kind];
      if (!scalar) throw new Error(`Unknown type: ${kind}`);
      return scalar;
    }
  }
};

/** The checks of a structure's members. */
const membersOf = memoized((types: Types): readonly Member[] =>
  Object.entries(types).map(([name, type]) => ({ name, check: checkOf(type as Described) })),
);

/**
 * Checks the types of a request's members as DynamoDB does when it reads the JSON. Returns a copy that shares nothing
 * with `input`, with its members in the order of `types`, without members that are unknown or null, and converted where
 * AWS converts, such as `"yes"` to true. Lists and maps keep null. Throws SerializationException.
 *
 * Equal to dynalite's `checkTypes`, which reads the description of a type again for each value.
 */
export const checkTypes = (input: Readonly<Record<string, unknown>>, types: Types): Record<string, unknown> =>
  membersIn(input, membersOf(types));
