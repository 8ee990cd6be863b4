export type Schema = Readonly<Record<string, unknown>>;

/** Lists, with JSON pointers, everything that `former` allows but `later` refuses or no longer defines. */
export function narrowingsBetween(former: Schema, later: Schema, pointer = '#'): string[] {
  const keywords = new Set([...Object.keys(former), ...Object.keys(later)]);
  return [...keywords].flatMap((keyword) => {
    const compare = RULES[keyword] ?? mustStay;
    return compare({ former: former[keyword], later: later[keyword], keyword, pointer });
  });
}

/** Lists everything that `later` allows in our events but `former` does not, because consumers do not expect it. */
export function wideningsBetween(former: Schema, later: Schema): string[] {
  return narrowingsBetween(later, former)
    .filter((found) => !found.endsWith(REMOVED))
    .map((found) => `for a consumer with the former schema: ${found}`);
}

interface Change {
  readonly former: unknown;
  readonly later: unknown;
  readonly keyword: string;
  readonly pointer: string;
}

type Rule = (change: Change) => string[];

const REMOVED = 'was removed';

const free: Rule = () => [];

const mustStay: Rule = ({ former, later, keyword, pointer }) =>
  JSON.stringify(former) === JSON.stringify(later)
    ? []
    : [`${pointer}: ${keyword} was ${JSON.stringify(former)} and is ${JSON.stringify(later)}`];

const mayBeDropped: Rule = (change) => (change.later === undefined ? [] : mustStay(change));

const bound =
  (isNarrower: (former: number, later: number) => boolean, absent: number): Rule =>
  ({ former, later, keyword, pointer }) => {
    const before = Number(former ?? absent);
    const after = Number(later ?? absent);
    return isNarrower(before, after) ? [`${pointer}: ${keyword} was narrowed from ${before} to ${after}`] : [];
  };

const mayOnlyRise = bound((former, later) => later < former, Number.POSITIVE_INFINITY);
const mayOnlyFall = bound((former, later) => later > former, 0);

const values: Rule = ({ former, later, keyword, pointer }) => {
  if (later === undefined) return [];
  const before = former === undefined ? undefined : (former as readonly unknown[]);
  const gone = before?.filter((value) => !(later as readonly unknown[]).includes(value));
  if (gone === undefined) return [`${pointer}: ${keyword} is new`];
  return gone.map((value) => `${pointer}: ${keyword} no longer has ${JSON.stringify(value)}`);
};

const required: Rule = ({ former = [], later = [], pointer }) =>
  (later as readonly string[])
    .filter((name) => !(former as readonly string[]).includes(name))
    .map((name) => `${pointer}: ${name} is newly required`);

const properties: Rule = ({ former = {}, later = {}, pointer }) =>
  Object.entries(former as Readonly<Record<string, Schema>>).flatMap(([name, member]) => {
    const now = (later as Readonly<Record<string, Schema>>)[name];
    return now === undefined
      ? [`${pointer}/${name}: ${REMOVED}`]
      : narrowingsBetween(member, now, `${pointer}/${name}`);
  });

const items: Rule = ({ former = {}, later = {}, pointer }) =>
  narrowingsBetween(former as Schema, later as Schema, `${pointer}/items`);

const RULES: Readonly<Record<string, Rule>> = {
  title: mustStay,
  description: free,
  required,
  properties,
  items,
  enum: values,
  pattern: mayBeDropped,
  const: mayBeDropped,
  type: mayBeDropped,
  uniqueItems: mayBeDropped,
  minLength: mayOnlyFall,
  minItems: mayOnlyFall,
  maxLength: mayOnlyRise,
  maxItems: mayOnlyRise,
};
