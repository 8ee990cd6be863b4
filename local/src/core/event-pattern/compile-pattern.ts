import { compactJson, MAX_DEPTH } from '../text/json-text.ts';
import { compileField, type Field, wildcardsOf } from './field.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { jsonProblem } from './json-problem.ts';
import { isJsonList, isJsonObject, type JsonObject, type OrderedJson, parseOrdered } from './ordered-json.ts';
import { refuseComplexWildcards } from './wildcard-complexity.ts';

/** Conditions that must all match: one Field per path, for example `detail.state`, in the order of the paths. */
export type Branch = ReadonlyMap<string, Field>;

/** A pattern matches if one of its branches matches. `$or` creates one branch per combination of alternatives. */
export interface CompiledPattern {
  readonly branches: readonly Branch[];
}

/** EventBridge rejects patterns with more combinations. Nested `$or` multiplies them. */
const MAX_BRANCHES = 1_000;

/**
 * Compiles an event pattern (EventBridge user guide, "Event patterns"). If an object repeats a field name and the
 * values are objects, the conditions of both apply; if two conditions have the same path, the last one applies.
 * `wildcards`: whether EventBridge's limit for the complexity of wildcards applies. Throws InvalidPatternError.
 */
export const compilePattern = (text: string, wildcards: 'limited' | 'unlimited' = 'limited'): CompiledPattern => {
  const pattern = parse(text);
  if (!isJsonObject(pattern)) throw invalidPattern('Filter is not an object');
  const empty: Branch = new Map();
  return { branches: compileObject(pattern, [empty], { path: [], insideOr: false, wildcards }).map(inOrder) };
};

/** AWS's matcher visits the fields in the order of their paths, which decides what `{"exists": false}` refers to. */
const inOrder = (branch: Branch): Branch => new Map([...branch].sort(([left], [right]) => (left < right ? -1 : 1)));

const parse = (text: string): OrderedJson => {
  if (compactJson(text).depth > MAX_DEPTH)
    throw invalidPattern(`Document nesting depth exceeds the maximum allowed (${MAX_DEPTH})`);
  try {
    JSON.parse(text);
  } catch {
    throw invalidPattern(jsonProblem(text));
  }
  return parseOrdered(text);
};

interface Position {
  readonly path: readonly string[];
  readonly insideOr: boolean;
  readonly wildcards: 'limited' | 'unlimited';
}

const compileObject = ({ members }: JsonObject, branches: readonly Branch[], position: Position): readonly Branch[] => {
  if (members.length === 0) throw invalidPattern('Empty objects are not allowed');
  return members.reduce((before, [name, value]) => compileMember(name, value, before, position), branches);
};

const compileMember = (
  name: string,
  value: OrderedJson,
  branches: readonly Branch[],
  position: Position,
): readonly Branch[] => {
  if (name === '$or') return compileOr(value, branches, position);
  if (position.insideOr && RESERVED_IN_OR.has(name))
    throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
  const path = [...position.path, name];
  if (isJsonList(value)) {
    const field = compileField(value);
    if (position.wildcards === 'limited') refuseComplexWildcards(value.map(wildcardsOf));
    return branches.map((branch) => new Map([...branch, [path.join('.'), field]]));
  }
  if (isJsonObject(value)) return compileObject(value, branches, { ...position, path });
  throw invalidPattern(`"${name}" must be an object or an array`);
};

const compileOr = (value: OrderedJson, branches: readonly Branch[], position: Position): readonly Branch[] => {
  if (!isJsonList(value)) throw invalidPattern('It must be an Array followed with $or.');
  const combined: Branch[] = [];
  for (const alternative of value) {
    if (!isJsonObject(alternative)) throw invalidPattern('Only JSON object is allowed in array of $or relationship.');
    combined.push(...compileObject(alternative, branches, { ...position, insideOr: true }));
    if (combined.length > MAX_BRANCHES)
      throw invalidPattern(`The pattern has more than ${MAX_BRANCHES} combinations of $or alternatives`);
  }
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  return combined;
};

/** Field names that Event Ruler reserves for operators; they are invalid inside `$or`. */
const RESERVED_IN_OR = new Set([
  'exactly',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'exists',
  'wildcard',
  'numeric',
  'cidr',
  '=',
  '<',
  '<=',
  '>',
  '>=',
  'regex',
  'not-wildcard',
  'not-equals-ignore-case',
  'date-after',
  'date-on-or-after',
  'date-before',
  'date-on-or-before',
  'in-date-range',
  'ip-address-in-range',
  'ip-address-not-in-range',
]);
