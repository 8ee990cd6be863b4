import jsonata from 'jsonata';
import { MAX_BYTES, MAX_ITEMS, outOfMemory } from './jsonata-limits.ts';
import { ResultTooLarge, toPlainJson } from './plain-json.ts';

/** A built-in function in the form in which the JSONata library keeps it. */
interface BuiltIn {
  readonly implementation: (this: unknown, ...values: unknown[]) => unknown;
}

/** Whether the function's result for these arguments would take too much memory. */
type Check = (...values: readonly unknown[]) => boolean;

const isLargeValue: Check = (value) => {
  try {
    toPlainJson(value, MAX_BYTES);
    return false;
  } catch (error) {
    return error instanceof ResultTooLarge;
  }
};

const isLargeList: Check = (texts, separator = '') => {
  if (!Array.isArray(texts) || typeof separator !== 'string') return false;
  let length = texts.length * separator.length;
  for (const text of texts) length += typeof text === 'string' ? text.length : 0;
  return length > MAX_BYTES;
};

const hasManyParts: Check = (text, separator) =>
  typeof text === 'string' && text.length > MAX_ITEMS && (separator === '' || typeof separator !== 'string');

/** Functions that can build a large result within one call, where no other limit can stop them. */
const CHECKS: Readonly<Record<string, Check>> = {
  pad: (_text, width) => typeof width === 'number' && Math.abs(width) > MAX_BYTES,
  string: isLargeValue,
  clone: isLargeValue,
  join: isLargeList,
  split: hasManyParts,
};

const definitionOf = async (name: string): Promise<BuiltIn> => jsonata(`$${name}`).evaluate(undefined);

/** Adds the check to a function. JSONata reads the number of parameters from `length`, so `length` stays the same. */
function bounded(definition: BuiltIn, isTooLarge: Check): BuiltIn {
  function implementation(this: unknown, ...values: unknown[]): unknown {
    if (isTooLarge(...values)) throw outOfMemory();
    return definition.implementation.apply(this, values);
  }
  Object.defineProperty(implementation, 'length', { value: definition.implementation.length });
  return { ...definition, implementation };
}

/**
 * JSONata's built-in functions with a memory check: they throw if their result would exceed the memory that AWS gives
 * an expression.
 */
export async function boundedFunctions(): Promise<Readonly<Record<string, BuiltIn>>> {
  const entries = Object.entries(CHECKS).map(
    async ([name, isTooLarge]) => [name, bounded(await definitionOf(name), isTooLarge)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
