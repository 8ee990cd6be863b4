/** One step of a path: a member name, a list index, or all elements of a list. */
type Step = string | number | typeof EVERY;
const EVERY = Symbol('every element');

const STEP = /\.([A-Za-z0-9_\-/:]+)|\[(\d+)\]|\[\*\]|\.\*|\['([^']*)'\]|\["([^"]*)"\]/y;

/**
 * Parses `$.detail.items[0]['a b']`, the subset of JSONPath that EventBridge supports; undefined if `path` is not
 * valid.
 */
export const parseEventPath = (path: string): readonly Step[] | undefined => {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  const reader = new RegExp(STEP);
  for (reader.lastIndex = 1; reader.lastIndex < path.length; ) {
    const found = reader.exec(path);
    if (!found) return undefined;
    const [, name, index, single, double] = found;
    const key = name ?? single ?? double;
    steps.push(key ?? (index === undefined ? EVERY : Number(index)));
  }
  return steps;
};

/** The value at the path; undefined if there is none. A path with `*` returns a list of all matches. */
export const readEventPath = (event: unknown, steps: readonly Step[]): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return event;
  if (typeof event !== 'object' || event === null) return undefined;
  if (step === EVERY) {
    const found = Object.values(event).map((element: unknown) => readEventPath(element, rest));
    return found.filter((value) => value !== undefined);
  }
  return Object.hasOwn(event, step) ? readEventPath((event as Record<Step, unknown>)[step], rest) : undefined;
};
