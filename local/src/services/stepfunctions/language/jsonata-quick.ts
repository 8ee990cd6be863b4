import jsonata from 'jsonata';
import { boundedCache } from '../../../core/bounded-cache.ts';
import { BUILT_IN, isNode, type Node } from './jsonata-syntax.ts';

/**
 * Whether the time and memory of an expression grow no faster than its data. Such an expression may be evaluated in the
 * main thread, which limits the number of evaluated nodes. Expressions that loop, recurse, match patterns or build
 * values from values that they have built are not quick. Most expressions of state machines are quick.
 */
export const isQuick: (text: string) => boolean = boundedCache(2_000, (text) => {
  if (text.length > MAX_LENGTH) return false;
  try {
    const tally: Tally = { nodes: 0, growing: 0, perItem: 0 };
    return isQuickNode(jsonata(text).ast(), { perItem: false, inCall: false }, tally) && isWithin(tally);
  } catch {
    return true;
  }
});

const MAX_LENGTH = 10_000;
const MAX_NODES = 200;
/** Maximum number of calls of functions whose result can be longer than their argument. */
const MAX_GROWING = 4;
/** Maximum number of object constructors that are evaluated for each item of an array. */
const MAX_PER_ITEM = 1;
const MAX_RANGE = 1_000;

interface Tally {
  nodes: number;
  growing: number;
  perItem: number;
}

interface Place {
  /** Whether the node is evaluated for each item of an array. */
  readonly perItem: boolean;
  readonly inCall: boolean;
}

const isWithin = ({ nodes, growing, perItem }: Tally): boolean =>
  nodes <= MAX_NODES && growing <= MAX_GROWING && perItem <= MAX_PER_ITEM;

type Check = (node: Node, place: Place, tally: Tally) => boolean;

function isQuickNode(value: unknown, place: Place, tally: Tally): boolean {
  if (!isNode(value)) return false;
  tally.nodes += 1;
  const check = CHECKS.get(String(value.type));
  if (!check || NEVER_QUICK.some((part) => value[part] !== undefined)) return false;
  const filters = [...listOf(value.predicate), ...listOf(value.stages)];
  return check(value, place, tally) && filters.every((each) => isQuickFilter(each, place, tally));
}

/** Properties of a node that groups items, or that binds names to items or their positions. */
const NEVER_QUICK = ['group', 'focus', 'index', 'ancestor', 'tuple'] as const;

const isQuickFilter = (filter: unknown, place: Place, tally: Tally): boolean =>
  isNode(filter) && filter.type === 'filter' && isQuickNode(filter.expr, { ...place, perItem: true }, tally);

const areQuick = (nodes: unknown, place: Place, tally: Tally): boolean =>
  listOf(nodes).every((node) => isQuickNode(node, place, tally));

const always: Check = () => true;

const isQuickPath: Check = ({ steps }, place, tally) =>
  listOf(steps).every((step, index) => isQuickNode(step, index === 0 ? place : { ...place, perItem: true }, tally));

/**
 * A function that is called for each item may read only this item, because it would read any other value once per item.
 */
const isQuickVariable: Check = ({ value }, { perItem, inCall }) =>
  !BUILT_IN.has(String(value)) && (value === '' || !(perItem && inCall));

const isQuickUnary: Check = (node, place, tally) => {
  if (node.value === '-') return isQuickNode(node.expression, place, tally);
  if (node.value === '[') return !place.perItem && areQuick(node.expressions, place, tally);
  if (node.value !== '{') return false;
  if (place.perItem) tally.perItem += 1;
  return listOf(node.lhs).every((pair) => areQuick(pair, place, tally));
};

const isQuickBinary: Check = (node, place, tally) => {
  if (node.value === '..') return !place.perItem && isShortRange(node);
  return isQuickNode(node.lhs, place, tally) && isQuickNode(node.rhs, place, tally);
};

const isShortRange = ({ lhs, rhs }: Node): boolean => {
  const first = literalOf(lhs);
  const last = literalOf(rhs);
  return typeof first === 'number' && typeof last === 'number' && last - first < MAX_RANGE;
};

const isQuickCall: Check = (node, place, tally) => {
  const values = listOf(node.arguments);
  return isQuickFunction(node.procedure, values, tally) && areQuick(values, { ...place, inCall: true }, tally);
};

/** `value ~> $function(…)`: `value` becomes the first argument. */
const isQuickApply: Check = ({ lhs, rhs }, place, tally) => {
  if (!isNode(rhs) || rhs.type !== 'function' || rhs.predicate !== undefined) return false;
  return isQuickCall({ ...rhs, arguments: [lhs, ...listOf(rhs.arguments)] }, place, tally);
};

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['path', isQuickPath],
  ['name', always],
  ['string', always],
  ['number', always],
  ['value', always],
  ['wildcard', always],
  ['variable', isQuickVariable],
  ['unary', isQuickUnary],
  ['binary', isQuickBinary],
  ['function', isQuickCall],
  ['apply', isQuickApply],
  [
    'condition',
    (node, place, tally) =>
      [node.condition, node.then, node.else].every((each) => each === undefined || isQuickNode(each, place, tally)),
  ],
  ['block', (node, place, tally) => areQuick(node.expressions, place, tally)],
]);

/**
 * Whether the call takes no longer than its arguments are large. `$toMillis` with a picture does not count as quick,
 * because JSONata builds a regular expression from the picture.
 */
function isQuickFunction(procedure: unknown, values: readonly unknown[], tally: Tally): boolean {
  if (!isNode(procedure) || procedure.type !== 'variable') return false;
  const name = String(procedure.value);
  if (GROWING.has(name)) tally.growing += 1;
  const isKnown = QUICK_FUNCTIONS.has(name) || GROWING.has(name);
  if (name === 'toMillis') return values.length === 1;
  const rest = QUICK_WITH_LITERALS[name];
  if (rest === undefined) return isKnown;
  return values.slice(rest).every((value) => isShortLiteral(literalOf(value)));
}

/**
 * Whether the literal is short and has no long run of digits, which could be a picture for a number of that many
 * digits.
 */
const isShortLiteral = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= 64 && !/\d{5}/.test(value));

/**
 * Functions whose cost depends on some of their arguments, by the position of the first of these. They are quick if
 * these arguments are short literals.
 */
const QUICK_WITH_LITERALS: Readonly<Record<string, number>> = {
  contains: 1,
  fromMillis: 1,
  join: 1,
  now: 0,
  split: 1,
  substringAfter: 1,
  substringBefore: 1,
};

const GROWING: ReadonlySet<string> = new Set(['base64encode', 'encodeUrl', 'encodeUrlComponent', 'join', 'string']);

/** Functions whose time grows no faster than the size of their arguments. */
const QUICK_FUNCTIONS: ReadonlySet<string> = new Set(
  `abs append assert average base64decode boolean ceil count decodeUrl decodeUrlComponent error exists floor formatBase
  hash keys length lookup lowercase max merge millis min not number parse partition power random reverse round spread
  sqrt substring sum trim type uppercase uuid zip`.split(/\s+/),
);

const literalOf = (node: unknown): unknown =>
  isNode(node) && (node.type === 'string' || node.type === 'number') ? node.value : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
