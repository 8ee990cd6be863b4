const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const merged = (first: unknown, second: unknown): unknown => {
  if (typeof first === 'number' && typeof second === 'number') return first + second;
  if (!isRecord(first) || !isRecord(second)) return second ?? first;
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, merged(first[name], second[name])]));
};

/** The sum of several ConsumedCapacity of one table; undefined if there is none. */
export const totalCapacity = (capacities: readonly (object | undefined)[]): object | undefined =>
  capacities.reduce<object | undefined>((total, each) => merged(total, each) as object | undefined, undefined);
