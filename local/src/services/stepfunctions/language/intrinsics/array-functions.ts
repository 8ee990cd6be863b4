import { isObject, type Json, type JsonObject } from '../json.ts';
import { jsonEqual } from '../json-equal.ts';
import { arrayAt, expectCount, integerAt } from './arguments.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';

/** Maximum number of items of States.ArrayRange. */
const MAX_RANGE = 1_000;

export const ARRAY_FUNCTIONS = {
  Array: (values) => values,
  ArrayPartition(values) {
    expectCount(values, 2);
    const items = arrayAt(values, 0);
    const size = integerAt(values, 1);
    if (size < 1) throw new IntrinsicFault('The chunk size must be a positive integer');
    return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
      items.slice(chunk * size, (chunk + 1) * size),
    );
  },
  ArrayContains(values) {
    expectCount(values, 2);
    const wanted = values[1] ?? null;
    return arrayAt(values, 0).some((item) => jsonEqual(item, wanted));
  },
  ArrayRange(values) {
    expectCount(values, 3);
    return range(integerAt(values, 0), integerAt(values, 1), integerAt(values, 2));
  },
  ArrayGetItem(values) {
    expectCount(values, 2);
    const items = arrayAt(values, 0);
    const index = integerAt(values, 1);
    const item = index < 0 ? undefined : items[index];
    if (item === undefined) throw new IntrinsicFault(`Index ${index} out of bounds for length ${items.length}`);
    return item;
  },
  ArrayLength(values) {
    expectCount(values, 1);
    return arrayAt(values, 0).length;
  },
  ArrayUnique(values) {
    expectCount(values, 1);
    return unique(arrayAt(values, 0));
  },
} satisfies Record<string, IntrinsicFunction>;

/** The numbers from `first` to `last` in steps of `step`; `last` is included only if a step reaches it exactly. */
function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new IntrinsicFault('The increment must not be zero');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > MAX_RANGE) throw new IntrinsicFault(`The range must not have more than ${MAX_RANGE} items`);
  return Array.from({ length }, (_, position) => first + position * step);
}

/** The first of each set of equal items. */
function unique(items: readonly Json[]): Json[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = canonicalText(item);
    return !seen.has(text) && seen.add(text) !== undefined;
  });
}

/** A text that is the same for equal values: the order of an object's keys does not matter. */
const canonicalText = (value: Json): string =>
  JSON.stringify(value, (_, inner: Json) => (isObject(inner) ? sortedEntries(inner) : inner));

const sortedEntries = (object: JsonObject): Json =>
  Object.fromEntries(Object.entries(object).sort(([left], [right]) => (left < right ? -1 : 1)));
