/** A value at the end of a path; bigint for an integer that a double cannot represent. */
export type Scalar = string | number | bigint | boolean | null;

export interface Leaf {
  readonly value: Scalar;
  /**
   * The list elements that contain the value: pairs of list number and index, outermost list first. Two values belong
   * together if, for every list that contains both, they are in the same element.
   */
  readonly membership: readonly number[];
}

/** The scalars of an event by path, for example `detail.state`. Empty objects and lists do not appear. */
export type FlatEvent = ReadonlyMap<string, readonly Leaf[]>;

const NOWHERE: readonly number[] = [];

/**
 * Flattens an event as AWS's Event Ruler does before it matches. `event` is the value of parseExact, of at most
 * MAX_DEPTH levels.
 */
export const flattenEvent = (event: object): FlatEvent => {
  const flat = new Map<string, Leaf[]>();
  let lists = 0;

  const add = (path: string, value: Scalar, membership: readonly number[]) => {
    const leaves = flat.get(path);
    if (leaves) leaves.push({ value, membership });
    else flat.set(path, [{ value, membership }]);
  };
  const walk = (value: unknown, path: string, membership: readonly number[]): void => {
    if (Array.isArray(value)) walkList(value, path, membership);
    else if (typeof value === 'object' && value !== null) walkObject(value, path, membership);
    else add(path, value as Scalar, membership);
  };
  const walkList = (list: readonly unknown[], path: string, membership: readonly number[]) => {
    const number = lists++;
    list.forEach((element, index) => {
      const inside = typeof element === 'object' && element !== null ? [...membership, number, index] : membership;
      walk(element, path, inside);
    });
  };
  const walkObject = (object: object, path: string, membership: readonly number[]) => {
    for (const [name, value] of Object.entries(object)) walk(value, path === '' ? name : `${path}.${name}`, membership);
  };

  walkObject(event, '', NOWHERE);
  return flat;
};
