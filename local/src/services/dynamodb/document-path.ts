import type { Item } from './dynalite-types.ts';
import type { Piece } from './expressions/reader.ts';

type Value = Item[string];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The own member `name` of a map or item; names that every JavaScript object has, such as `constructor`, are no members. */
const memberOf = (members: unknown, name: Piece): Value | undefined =>
  isObject(members) && Object.hasOwn(members, name) ? (members as Item)[name] : undefined;

/** The value at a document path of an item or of the members of a map; undefined if it does not exist. */
export const valueAt = (path: readonly Piece[], item: Item): Value | undefined =>
  path.reduce<Value | undefined>((value, piece) => memberOf(typeof piece === 'number' ? value?.L : value?.M, piece), {
    M: item,
  });
