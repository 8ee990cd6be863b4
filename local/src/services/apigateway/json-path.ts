const ALL = Symbol('all items');

/** A step of a JSON path: the name of a member, the index of an item, or all items. */
export type PathStep = string | number | typeof ALL;

const STEP = /\.([A-Za-z_][\w-]*)|\[(\d+)\]|\[(\*)\]|\['([^']+)'\]/y;

/** The steps of a JSON path after its root; undefined for recursive descent, filters and anything else. */
export const stepsOf = (path: string): readonly PathStep[] | undefined => {
  const steps: PathStep[] = [];
  let position = 0;
  while (position < path.length) {
    STEP.lastIndex = position;
    const [whole, name, index, all, quoted] = STEP.exec(path) ?? [];
    if (whole === undefined) return undefined;
    position += whole.length;
    if (index !== undefined) steps.push(Number(index));
    else steps.push(all === undefined ? (name ?? quoted ?? '') : ALL);
  }
  return steps;
};

/** The value at a path: a list if a step is `[*]`; undefined if there is no value or it is null. */
export const valueAt = (root: unknown, steps: readonly PathStep[]): unknown => {
  let values = [root];
  for (const step of steps) values = values.flatMap((value) => inner(value, step));
  return steps.includes(ALL) ? values : (values[0] ?? undefined);
};

const inner = (value: unknown, step: PathStep): readonly unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (step === ALL) return Object.values(value);
  if (!Object.hasOwn(value, step) || (typeof step === 'number') !== Array.isArray(value)) return [];
  return [(value as Record<string | number, unknown>)[step]];
};
