import { valueAt } from '../document-path.ts';
import type { Item } from '../dynalite-types.ts';
import type { Path } from './syntax.ts';

/** The name of a selected value in the result: the path's last name with the indexes after it, e.g. `b[0]` for `a.b[0]`. */
const resultName = (path: Path): string => {
  const last = path.findLastIndex((piece) => typeof piece === 'string');
  return path
    .slice(last)
    .map((piece) => (typeof piece === 'number' ? `[${piece}]` : piece))
    .join('');
};

/** The selected values of an item; the whole item without a projection. Values that do not exist are omitted. */
export const projected = (item: Item, projection: readonly Path[] | undefined): Item => {
  if (!projection) return item;
  const values = projection.flatMap((path): [string, Record<string, unknown>][] => {
    const value = valueAt(path, item);
    return value ? [[resultName(path), value]] : [];
  });
  return Object.fromEntries(values);
};
