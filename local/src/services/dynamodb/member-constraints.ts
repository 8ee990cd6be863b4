import type { Types } from './dynalite-types.ts';
import { lowered } from './java-text.ts';

/** AWS reports at most this many errors. */
const MAX_ERRORS = 10;

/** A member of a request that does not satisfy a constraint. */
export interface Violation {
  /** The place as older messages show it, e.g. `requestItems.orders.member.keys`. */
  readonly place: string;
  /** The place as newer messages show it, e.g. `RequestItems.orders.member.Keys`. */
  readonly path: string;
  readonly value: unknown;
  readonly type: unknown;
  /** What the value must satisfy, e.g. `Member must not be null`. */
  readonly rule: string;
}

type Place = Pick<Violation, 'place' | 'path'>;

const sizeOf = (value: unknown): number => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return Object.keys(value as object).length;
};

interface Rule {
  readonly holds: (value: unknown, limit: unknown) => boolean;
  readonly text: (limit: unknown) => string;
}

const RULES: Readonly<Record<string, Rule>> = {
  notNull: {
    holds: (value) => value !== undefined && value !== null,
    text: () => 'Member must not be null',
  },
  greaterThanOrEqual: {
    holds: (value, limit) => Number(value) >= Number(limit),
    text: (limit) => `Member must have value greater than or equal to ${limit}`,
  },
  lessThanOrEqual: {
    holds: (value, limit) => Number(value) <= Number(limit),
    text: (limit) => `Member must have value less than or equal to ${limit}`,
  },
  lengthGreaterThanOrEqual: {
    holds: (value, limit) => sizeOf(value) >= Number(limit),
    text: (limit) => `Member must have length greater than or equal to ${limit}`,
  },
  lengthLessThanOrEqual: {
    holds: (value, limit) => sizeOf(value) <= Number(limit),
    text: (limit) => `Member must have length less than or equal to ${limit}`,
  },
  regex: {
    holds: (value, pattern) => value === '' || new RegExp(`^${pattern}$`).test(String(value)),
    text: (pattern) => `Member must satisfy regular expression pattern: ${pattern}`,
  },
  enum: {
    holds: (value, allowed) => (allowed as readonly unknown[]).includes(value),
    text: (allowed) => `Member must satisfy enum value set: [${(allowed as readonly unknown[]).join(', ')}]`,
  },
};

/** A set of constraints that a member's type has for each key or each value of its map. */
type Constraints = Readonly<Record<string, unknown>>;

const failing = (value: unknown, constraints: Constraints): string[] =>
  Object.entries(constraints).flatMap(([name, limit]) => {
    const rule = RULES[name];
    if (!rule || (name !== 'notNull' && (value === undefined || value === null)) || rule.holds(value, limit)) return [];
    return [rule.text(limit)];
  });

/** The rule for all keys or all values of a map, in a list; empty if there is none, or if each of them satisfies it. */
const mapRule = (what: string, constraints: unknown, members: () => readonly unknown[]): string[] => {
  if (constraints === undefined) return [];
  const rules = constraints as Constraints;
  if (members().every((member) => failing(member, rules).length === 0)) return [];
  const texts = Object.entries(rules).map(([name, limit]) => RULES[name]?.text(limit));
  return [`${what} must satisfy constraint: [${texts.join(', ')}]`];
};

const child = ({ place, path }: Place, name: string, isMember: boolean): Place => ({
  place: `${place}${place && '.'}${isMember ? lowered(name) : name}`,
  path: `${path}${path && '.'}${name}`,
});

const ofChildren = (value: unknown, { type, children }: Constraints, at: Place): Violation[] => {
  if (typeof children !== 'object' || value === undefined || value === null) return [];
  const isList = /List$/.test(String(type));
  if (!isList && !/Map/.test(String(type))) return violations(value as Constraints, children as Types, at);
  return Object.entries(value).flatMap(([key, each]) =>
    ofMember(each, children, child(child(at, isList ? String(Number(key) + 1) : key, false), 'member', true)),
  );
};

const ofMember = (value: unknown, type: unknown, at: Place): Violation[] => {
  if (typeof type !== 'object' || type === null) return [];
  const constraints = type as Constraints;
  const rules = [
    ...failing(value, constraints),
    ...mapRule('Map keys', constraints.keys, () => Object.keys(value ?? {})),
    ...mapRule('Map value', constraints.values, () => Object.values(value ?? {})),
  ];
  return [...rules.map((rule) => ({ ...at, value, type, rule })), ...ofChildren(value, constraints, at)];
};

/** The members of `data` that do not satisfy the constraints of their type; at most 10. */
export const violations = (
  data: Readonly<Record<string, unknown>>,
  types: Types,
  at: Place = { place: '', path: '' },
): Violation[] =>
  Object.entries(types)
    .flatMap(([name, type]) => ofMember(data[name], type, child(at, name, true)))
    .slice(0, MAX_ERRORS);
