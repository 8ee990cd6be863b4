type Position = { readonly [list: string]: number };
interface Value {
  readonly path: string;
  readonly value: unknown;
  readonly position: Position;
}
interface Condition {
  readonly path: string;
  readonly alternatives: readonly unknown[];
}

/** Reference implementation: lists every value and every condition, and tries all combinations. */
export const naiveMatch = (pattern: object, event: object): boolean => {
  const values = valuesOf(event, '', 'top', {});
  return waysOf(Object.entries(pattern), '').some((conditions) =>
    tryAll(lastOfEachPath(conditions).sort(byPath), values, {}),
  );
};

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

const valuesOf = (value: unknown, path: string, identity: string, position: Position): Value[] => {
  if (Array.isArray(value))
    return value.flatMap((element: unknown, index) => {
      const isScalar = typeof element !== 'object' || element === null;
      return valuesOf(element, path, `${identity}[${index}]`, isScalar ? position : { ...position, [identity]: index });
    });
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, member]) =>
      valuesOf(member, join(path, name), `${identity}/${name}`, position),
    );
  return [{ path, value, position }];
};

const waysOf = (entries: readonly [string, unknown][], path: string): Condition[][] =>
  entries.reduce<Condition[][]>(
    (ways, [name, value]) => {
      const added =
        name === '$or'
          ? (value as object[]).flatMap((one) => waysOf(Object.entries(one), path))
          : Array.isArray(value)
            ? [[{ path: join(path, name), alternatives: value as unknown[] }]]
            : waysOf(Object.entries(value as object), join(path, name));
      return ways.flatMap((way) => added.map((more) => [...way, ...more]));
    },
    [[]],
  );

const byPath = (left: Condition, right: Condition): number => (left.path < right.path ? -1 : 1);

/** If two conditions have the same path, the later one replaces the earlier. */
const lastOfEachPath = (conditions: readonly Condition[]): Condition[] => [
  ...new Map(conditions.map((condition) => [condition.path, condition])).values(),
];

const tryAll = ([condition, ...rest]: readonly Condition[], values: readonly Value[], position: Position): boolean => {
  if (!condition) return true;
  const here = values.filter(
    (value) =>
      value.path === condition.path &&
      Object.entries(value.position).every(([list, index]) => (position[list] ?? index) === index),
  );
  const mayBeAbsent = condition.alternatives.some((one) => isObject(one) && one.exists === false);
  if (mayBeAbsent && here.length === 0 && tryAll(rest, values, position)) return true;
  return here.some(
    (value) =>
      condition.alternatives.some((one) => accepts(one, value.value)) &&
      tryAll(rest, values, { ...position, ...value.position }),
  );
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const lower = (value: unknown) => String(value).toLowerCase();
const toRegExp = (wildcard: string) =>
  new RegExp(
    `^${wildcard
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

const textTests: { readonly [operator: string]: (text: string, wanted: string) => boolean } = {
  prefix: (text, wanted) => text.startsWith(wanted),
  suffix: (text, wanted) => text.endsWith(wanted),
  'equals-ignore-case': (text, wanted) => lower(text) === lower(wanted),
  wildcard: (text, wanted) => toRegExp(wanted).test(text),
};
const inRange = (value: number, [operator, bound, ...more]: readonly unknown[]): boolean => {
  const limit = Number(bound);
  const holds = {
    '=': value === limit,
    '<': value < limit,
    '<=': value <= limit,
    '>': value > limit,
    '>=': value >= limit,
  };
  return holds[operator as '='] && (more.length === 0 || inRange(value, more));
};

const accepts = (alternative: unknown, value: unknown): boolean => {
  if (!isObject(alternative)) return alternative === value;
  const [operator = '', operand] = Object.entries(alternative)[0] ?? [];
  if (operator === 'exists') return operand === true;
  if (operator === 'numeric')
    return typeof value === 'number' && Math.abs(value) <= 5e9 && inRange(value, operand as unknown[]);
  if (operator === 'cidr') return value === '10.0.0.1';
  if (operator === 'anything-but') {
    if (!isObject(operand) || Array.isArray(operand)) return ![operand].flat().includes(value);
    const [inner = '', wanted] = Object.entries(operand)[0] ?? [];
    return typeof value !== 'string' || ![wanted].flat().some((text) => textTests[inner]?.(value, String(text)));
  }
  if (typeof value !== 'string') return false;
  if (isObject(operand)) return textTests[operator]?.(lower(value), lower(operand['equals-ignore-case'])) ?? false;
  return textTests[operator]?.(value, String(operand)) ?? false;
};
