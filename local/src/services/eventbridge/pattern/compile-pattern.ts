import { compactJson, MAX_DEPTH } from '../json-text.ts';
import { compileField, type Field } from './field.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { jsonProblem } from './json-problem.ts';

/** Conditions that must all match: one Field per path, for example `detail.state`. */
export type Branch = ReadonlyMap<string, Field>;

/** A pattern matches if one of its branches matches. `$or` creates one branch per combination of alternatives. */
export interface CompiledPattern {
  readonly branches: readonly Branch[];
}

/** EventBridge rejects patterns with more combinations. Nested `$or` multiplies them. */
const MAX_BRANCHES = 1_000;

/**
 * Compiles an event pattern (EventBridge user guide, "Event patterns"). Throws InvalidEventPatternException with the
 * message of AWS's Event Ruler.
 */
export const compilePattern = (text: string): CompiledPattern => {
  const pattern = parse(text);
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern))
    throw invalidPattern('Filter is not an object');
  const empty: Branch = new Map();
  return { branches: compileObject(pattern, [empty], { path: [], insideOr: false }) };
};

const parse = (text: string): unknown => {
  if (compactJson(text).depth > MAX_DEPTH)
    throw invalidPattern(`Document nesting depth exceeds the maximum allowed (${MAX_DEPTH})`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidPattern(jsonProblem(text));
  }
};

interface Position {
  readonly path: readonly string[];
  readonly insideOr: boolean;
}

const compileObject = (object: object, branches: readonly Branch[], position: Position): readonly Branch[] => {
  const entries = Object.entries(object) as [string, unknown][];
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed');
  return entries.reduce((before, [name, value]) => compileMember(name, value, before, position), branches);
};

const compileMember = (
  name: string,
  value: unknown,
  branches: readonly Branch[],
  position: Position,
): readonly Branch[] => {
  if (name === '$or') return compileOr(value, branches, position);
  if (position.insideOr && RESERVED_IN_OR.has(name))
    throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
  const path = [...position.path, name];
  if (Array.isArray(value)) {
    const field = compileField(value);
    return branches.map((branch) => new Map([...branch, [path.join('.'), field]]));
  }
  if (typeof value === 'object' && value !== null) return compileObject(value, branches, { ...position, path });
  throw invalidPattern(`"${name}" must be an object or an array`);
};

const compileOr = (value: unknown, branches: readonly Branch[], position: Position): readonly Branch[] => {
  if (!Array.isArray(value)) throw invalidPattern('It must be an Array followed with $or.');
  const compiled: Branch[] = [];
  for (const alternative of value as unknown[]) {
    if (typeof alternative !== 'object' || alternative === null || Array.isArray(alternative))
      throw invalidPattern('Only JSON object is allowed in array of $or relationship.');
    compiled.push(...compileObject(alternative, branches, { ...position, insideOr: true }));
    if (compiled.length > MAX_BRANCHES)
      throw invalidPattern(`The pattern has more than ${MAX_BRANCHES} combinations of $or alternatives`);
  }
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  return compiled;
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
