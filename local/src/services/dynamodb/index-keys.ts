import type { Index, Item, Table } from './dynalite-types.ts';

const MAX_HASH_BYTES = 2048;
const MAX_RANGE_BYTES = 1024;

const INVALID = 'One or more parameter values are not valid. ';

/** AWS's message for an empty key value of this type. */
const emptyValue = (type: string): string =>
  `The AttributeValue for a key attribute cannot contain an empty ${type === 'S' ? 'string' : 'binary'} value.`;

const bytesOf = (value: Record<string, unknown> | undefined): number =>
  Buffer.byteLength(String(value?.S ?? value?.B ?? ''), value?.S === undefined ? 'base64' : 'utf8');

const isEmpty = (value: Record<string, unknown> | undefined): boolean => value?.S === '' || value?.B === '';

/** All indexes of a table. */
export const indexesOf = (table: Table): Index[] => [
  ...(table.GlobalSecondaryIndexes ?? []),
  ...(table.LocalSecondaryIndexes ?? []),
];

const refuseSize = ({ KeySchema }: Pick<Index, 'KeySchema'>, item: Item): string | undefined => {
  for (const { AttributeName: name, KeyType } of KeySchema) {
    const bytes = item[name]?.N === undefined ? bytesOf(item[name]) : 0;
    if (KeyType === 'HASH' && bytes > MAX_HASH_BYTES)
      return 'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes';
    if (KeyType !== 'HASH' && bytes > MAX_RANGE_BYTES)
      return 'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes';
  }
  return undefined;
};

/** Returns AWS's message if a key of the item, in its table or in an index, is empty or too large. */
export const refuseKeyValues = (item: Item, table: Table): string | undefined => {
  for (const index of indexesOf(table))
    for (const { AttributeName: name } of index.KeySchema)
      if (isEmpty(item[name]))
        return `${INVALID}A value specified for a secondary index key is not supported. ${emptyValue(item[name]?.S === '' ? 'S' : 'B')} IndexName: ${index.IndexName}, IndexKey: ${name}`;
  return [table, ...indexesOf(table)].map((each) => refuseSize(each, item)).find((message) => message !== undefined);
};

/**
 * Like `refuseKeyValues`, for the item after an update. For an update, AWS's message contains neither the index nor the
 * key.
 */
export const refuseUpdatedKeys = (item: Item, table: Table): string | undefined => {
  const names = indexesOf(table).flatMap(({ KeySchema }) => KeySchema.map(({ AttributeName }) => AttributeName));
  const empty = names.map((name) => item[name]).find(isEmpty);
  if (empty)
    return `${INVALID}The update expression attempted to update a secondary index key to a value that is not supported. ${emptyValue(empty.S === '' ? 'S' : 'B')}`;
  return refuseKeyValues(item, table);
};
