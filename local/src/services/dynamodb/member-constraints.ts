import { memoized } from '../../core/memoized.ts';
import { memberName } from '../../core/parameters/constraint.ts';
import type { Types } from './dynalite-types.ts';

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

/** Where a value is. Texts are made only for a violation. */
interface Place {
  readonly parent: Place | undefined;
  /** Name of a member or a key, or number of an element. */
  readonly name: string;
  readonly isMember: boolean;
}

const names = ({ parent, name, isMember }: Place): readonly Pick<Place, 'name' | 'isMember'>[] => [
  ...(parent ? names(parent) : []),
  { name, isMember },
];

const textsOf = (at: Place): Pick<Violation, 'place' | 'path'> => ({
  place: names(at)
    .map(({ name, isMember }) => (isMember ? memberName(name) : name))
    .join('.'),
  path: names(at)
    .map(({ name }) => name)
    .join('.'),
});

const isMissing = (value: unknown): boolean => value === undefined || value === null;

const sizeOf = (value: unknown): number => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return Object.keys(value as object).length;
};

interface Rule {
  /** Reads the limit; the result tells whether a value satisfies it. */
  readonly test: (limit: unknown) => (value: unknown) => boolean;
  readonly text: (limit: unknown) => string;
}

const RULES: Readonly<Record<string, Rule>> = {
  notNull: {
    test: () => (value) => !isMissing(value),
    text: () => 'Member must not be null',
  },
  greaterThanOrEqual: {
    test: (limit) => (value) => Number(value) >= Number(limit),
    text: (limit) => `Member must have value greater than or equal to ${limit}`,
  },
  lessThanOrEqual: {
    test: (limit) => (value) => Number(value) <= Number(limit),
    text: (limit) => `Member must have value less than or equal to ${limit}`,
  },
  lengthGreaterThanOrEqual: {
    test: (limit) => (value) => sizeOf(value) >= Number(limit),
    text: (limit) => `Member must have length greater than or equal to ${limit}`,
  },
  lengthLessThanOrEqual: {
    test: (limit) => (value) => sizeOf(value) <= Number(limit),
    text: (limit) => `Member must have length less than or equal to ${limit}`,
  },
  regex: {
    test: (pattern) => {
      const wanted = new RegExp(`^${pattern}$`);
      return (value) => value === '' || wanted.test(String(value));
    },
    text: (pattern) => `Member must satisfy regular expression pattern: ${pattern}`,
  },
  enum: {
    test: (allowed) => (value) => (allowed as readonly unknown[]).includes(value),
    text: (allowed) => `Member must satisfy enum value set: [${(allowed as readonly unknown[]).join(', ')}]`,
  },
};

/** A set of constraints in the description of a type. */
type Constraints = Readonly<Record<string, unknown>>;

/** One constraint, read once. */
interface Limit {
  readonly holds: (value: unknown) => boolean;
  readonly text: string;
}

/** A type, read once: its own limits, and what its children must satisfy. */
interface Constrained {
  readonly type: unknown;
  readonly limits: readonly Limit[];
  readonly keys: readonly Limit[];
  readonly values: readonly Limit[];
  /** Of each element of a list or map. */
  readonly element?: { readonly isList: boolean; readonly constrained: Constrained };
  /** Of the members of a structure. */
  readonly members?: readonly ConstrainedMember[];
}

interface ConstrainedMember {
  readonly name: string;
  readonly constrained: Constrained;
}

const limitsOf = (constraints: unknown): readonly Limit[] =>
  Object.entries((constraints ?? {}) as Constraints).flatMap(([name, limit]) => {
    const rule = RULES[name];
    if (!rule) return [];
    const test = rule.test(limit);
    const holds = name === 'notNull' ? test : (value: unknown) => isMissing(value) || test(value);
    return [{ holds, text: rule.text(limit) }];
  });

const childrenOf = ({ type, children }: Constraints): Pick<Constrained, 'element' | 'members'> => {
  if (typeof children !== 'object' || children === null) return {};
  const isList = /List$/.test(String(type));
  if (!isList && !/Map/.test(String(type))) return { members: membersOf(children as Types) };
  return { element: { isList, constrained: constrainedOf(children) } };
};

const constrainedOf = (type: unknown): Constrained => {
  if (typeof type !== 'object' || type === null) return { type, limits: [], keys: [], values: [] };
  const constraints = type as Constraints;
  return {
    type,
    limits: limitsOf(constraints),
    keys: limitsOf(constraints.keys),
    values: limitsOf(constraints.values),
    ...childrenOf(constraints),
  };
};

const membersOf = memoized((types: Types): readonly ConstrainedMember[] =>
  Object.entries(types).map(([name, type]) => ({ name, constrained: constrainedOf(type) })),
);

const holdAll = (limits: readonly Limit[], values: readonly unknown[]): boolean =>
  values.every((value) => limits.every(({ holds }) => holds(value)));

const textOfAll = (what: string, limits: readonly Limit[]): string =>
  `${what} must satisfy constraint: [${limits.map(({ text }) => text).join(', ')}]`;

/** Collects the violations of a request. */
class Violations {
  readonly found: Violation[] = [];

  members(data: Readonly<Record<string, unknown>>, members: readonly ConstrainedMember[], parent?: Place): void {
    for (const { name, constrained } of members) this.#value(data[name], constrained, { parent, name, isMember: true });
  }

  #value(value: unknown, { type, limits, keys, values, element, members }: Constrained, at: Place): void {
    for (const { holds, text } of limits) if (!holds(value)) this.#add(value, type, at, text);
    if (keys.length > 0 && !holdAll(keys, Object.keys(value ?? {})))
      this.#add(value, type, at, textOfAll('Map keys', keys));
    if (values.length > 0 && !holdAll(values, Object.values(value ?? {})))
      this.#add(value, type, at, textOfAll('Map value', values));
    if (isMissing(value)) return;
    if (members) this.members(value as Record<string, unknown>, members, at);
    if (!element) return;
    for (const [key, each] of Object.entries(value as object)) {
      const parent = { parent: at, name: element.isList ? String(Number(key) + 1) : key, isMember: false };
      this.#value(each, element.constrained, { parent, name: 'member', isMember: true });
    }
  }

  #add(value: unknown, type: unknown, at: Place, rule: string): void {
    this.found.push({ ...textsOf(at), value, type, rule });
  }
}

/** The members of `data` that do not satisfy the constraints of their type; at most 10. */
export const violations = (data: Readonly<Record<string, unknown>>, types: Types): readonly Violation[] => {
  const all = new Violations();
  all.members(data, membersOf(types));
  return all.found.slice(0, MAX_ERRORS);
};
