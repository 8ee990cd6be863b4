export interface FieldRange {
  readonly min: number;
  readonly max: number;
  /** Names of the values from min upwards, such as JAN. */
  readonly names?: readonly string[];
}

/**
 * The values that a cron field selects: `*`, numbers, names, ranges, steps (`5/15`, `*\/10`, `1-30/2`) and lists of
 * these. Undefined if it is not valid. A range whose end is before its start wraps around: FRI-MON.
 */
export const parseCronField = (text: string, range: FieldRange): ReadonlySet<number> | undefined => {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const found = parsePart(part, range);
    if (!found) return undefined;
    for (const value of found) values.add(value);
  }
  return values;
};

const parsePart = (part: string, range: FieldRange): readonly number[] | undefined => {
  const [bounds = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : Number(/^\d+$/.exec(stepText)?.[0] ?? 0);
  const ends = parseBounds(bounds, stepText !== undefined, range);
  if (!ends || step < 1 || more.length > 0) return undefined;
  const [first, last] = ends;
  const size = range.max - range.min + 1;
  const length = last >= first ? last - first : last - first + size;
  return Array.from(
    { length: Math.floor(length / step) + 1 },
    (_, index) => range.min + ((first - range.min + index * step) % size),
  );
};

const parseBounds = (text: string, stepped: boolean, range: FieldRange): [number, number] | undefined => {
  if (text === '*') return [range.min, range.max];
  const [from = '', to, ...more] = text.split('-');
  const first = parseValue(from, range);
  const last = to === undefined ? (stepped ? range.max : first) : parseValue(to, range);
  return first === undefined || last === undefined || more.length > 0 ? undefined : [first, last];
};

/** Parses a number or name; undefined if it is outside the range. */
export const parseValue = (text: string, { min, max, names = [] }: FieldRange): number | undefined => {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? min + named : Number(/^\d+$/.exec(text)?.[0] ?? Number.NaN);
  return value >= min && value <= max ? value : undefined;
};
