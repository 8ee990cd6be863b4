import type { Index } from './dynalite-types.ts';

/** Maximum number of attributes of a partition key, and of a sort key. */
const MAX_ATTRIBUTES = 4;

type KeySchema = Index['KeySchema'];

/** Maximum number of elements of the key of a global index. */
export const MAX_KEY_ELEMENTS = 2 * MAX_ATTRIBUTES;

const ofKind = (schema: KeySchema, kind: string): KeySchema => schema.filter(({ KeyType }) => KeyType === kind);

/**
 * Whether the partition key or the sort key of an index has several attributes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
 */
export const hasMultiAttributeKey = ({ KeySchema: schema }: Pick<Index, 'KeySchema'>): boolean =>
  ['HASH', 'RANGE'].some((kind) => ofKind(schema, kind).length > 1);

/** The index with only the first attribute of each key: dynalite's checks know no other keys. */
export const withSimpleKey = (index: Index): Index =>
  hasMultiAttributeKey(index)
    ? { ...index, KeySchema: ['HASH', 'RANGE'].flatMap((kind) => ofKind(index.KeySchema, kind).slice(0, 1)) }
    : index;

const isInOrder = (schema: KeySchema): boolean => {
  const ordered = ['HASH', 'RANGE'].flatMap((kind) => ofKind(schema, kind));
  return ordered.length === schema.length && ordered.every((element, at) => element === schema[at]);
};

/** Returns the message for a multi-attribute key that is not valid; undefined for a valid one. */
export const refuseMultiAttributeKey = (
  { KeySchema: schema }: Index,
  defined: readonly string[],
): string | undefined => {
  const names = schema.map(({ AttributeName }) => AttributeName);
  if (names.some((name) => !defined.includes(name)))
    return `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`;
  if (new Set(names).size < names.length) return 'Invalid KeySchema: Two elements of the KeySchema have the same name';
  if (!isInOrder(schema)) return 'Invalid KeySchema: HASH key types must precede RANGE key types';
  return ['HASH', 'RANGE'].some((kind) => ofKind(schema, kind).length > MAX_ATTRIBUTES)
    ? `Invalid KeySchema: A key has at most ${MAX_ATTRIBUTES} attributes`
    : undefined;
};
