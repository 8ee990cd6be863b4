import type { Check } from './dynalite-types.ts';

const EMPTY_NAME = 'Empty attribute name';

/** Refuses an item with an attribute whose name is empty, before the values of its attributes are checked. */
export const refuseEmptyName: Check = ({ Item: item }) =>
  Object.hasOwn((item ?? {}) as object, '') ? EMPTY_NAME : undefined;

interface WriteRequest {
  readonly PutRequest?: { readonly Item: object };
}

/** Like `refuseEmptyName`, for the items of BatchWriteItem. */
export const refuseEmptyNames: Check = ({ RequestItems: requests }) =>
  Object.values((requests ?? {}) as Record<string, readonly WriteRequest[]>)
    .flat()
    .some(({ PutRequest }) => PutRequest && Object.hasOwn(PutRequest.Item, ''))
    ? EMPTY_NAME
    : undefined;

/** A delete can return only the deleted item. */
export const refuseReturnValues: Check = ({ ReturnValues }) =>
  ReturnValues === undefined || ReturnValues === 'ALL_OLD' || ReturnValues === 'NONE'
    ? undefined
    : 'ReturnValues can only be ALL_OLD or NONE';
