import { valueAt } from './document-path.ts';
import type { Internals, Item, LegacyConditions } from './dynalite-types.ts';
import { type Argument, isPath, isResolved, type Resolved } from './expressions/nodes.ts';
import { type AttributeValue, typeOf } from './expressions/scope.ts';

type Compare = Internals['compare'];

const SETS = new Set(['SS', 'NS', 'BS']);

const areEqualSets = (first: readonly unknown[], second: readonly unknown[]): boolean =>
  first.length === second.length && first.every((member) => second.includes(member));

const areEqualLists = (first: readonly AttributeValue[], second: readonly AttributeValue[]): boolean =>
  first.length === second.length && first.every((member, at) => areEqual(member, second[at]));

const areEqualMaps = (first: Record<string, AttributeValue>, second: Record<string, AttributeValue>): boolean =>
  Object.keys(first).length === Object.keys(second).length &&
  Object.entries(first).every(([name, value]) => Object.hasOwn(second, name) && areEqual(value, second[name]));

/** Whether two attribute values are equal, also inside lists and maps. Two missing values are equal. */
const areEqual = (first: AttributeValue | undefined, second: AttributeValue | undefined): boolean => {
  const type = first && typeOf(first);
  if (type !== (second && typeOf(second))) return false;
  if (!first || !second || type === undefined) return true;
  const values = [first[type], second[type]];
  if (SETS.has(type)) return areEqualSets(...(values as [unknown[], unknown[]]));
  if (type === 'L') return areEqualLists(...(values as [AttributeValue[], AttributeValue[]]));
  if (type === 'M')
    return areEqualMaps(...(values as [Record<string, AttributeValue>, Record<string, AttributeValue>]));
  return values[0] === values[1];
};

const contains = (value: AttributeValue | undefined, wanted: AttributeValue, compare: Compare): boolean => {
  if (value && Array.isArray(value.L)) return value.L.some((member: AttributeValue) => areEqual(member, wanted));
  return value !== undefined && compare('contains', value, [wanted]);
};

/** Evaluates checked conditions and the legacy parameters `Expected`, `QueryFilter` and `ScanFilter`. */
export class Matching {
  readonly #internals: Pick<Internals, 'compare'>;

  constructor({ compare }: Pick<Internals, 'compare'>) {
    this.#internals = { compare };
  }

  matches(item: Item, { type, name, args }: Resolved): boolean {
    if (type === 'and') return args.every((each) => this.matches(item, each as Resolved));
    if (type === 'or') return args.some((each) => this.matches(item, each as Resolved));
    if (type === 'not') return !this.matches(item, args[0] as Resolved);
    const [value, ...others] = args.map((each) => this.#valueOf(each, item));
    return this.#compares(type === 'function' ? String(name) : type, value, others);
  }

  /** Evaluates legacy conditions: all must be true, or only one if `operator` is `OR`. */
  matchesLegacy(item: Item, conditions: LegacyConditions, operator: unknown): boolean {
    const results = Object.entries(conditions).map(([name, condition]) => {
      const { Exists, ComparisonOperator, AttributeValueList, Value } = condition;
      const others = AttributeValueList ?? (Value ? [Value] : []);
      const value = valueAt([name], item);
      if (Exists !== undefined && Exists !== null && !ComparisonOperator && !Exists) return value === undefined;
      return this.#compares(ComparisonOperator ?? 'EQ', value, others);
    });
    return operator === 'OR' ? results.some(Boolean) : results.every(Boolean);
  }

  #compares(
    operator: string,
    value: AttributeValue | undefined,
    others: readonly (AttributeValue | undefined)[],
  ): boolean {
    const { compare } = this.#internals;
    const [other] = others;
    switch (operator) {
      case '=':
      case 'EQ':
        return areEqual(value, other);
      case '<>':
      case 'NE':
        return !areEqual(value, other);
      case 'in':
      case 'IN':
        return value !== undefined && others.some((each) => areEqual(value, each));
      case 'contains':
      case 'CONTAINS':
        return other !== undefined && contains(value, other, compare);
      case 'NOT_CONTAINS':
        return other !== undefined && !contains(value, other, compare);
      default:
        return compare(operator, value, others);
    }
  }

  #valueOf(argument: Argument, item: Item): AttributeValue | undefined {
    if (argument === undefined || isPath(argument)) return argument && valueAt(argument, item);
    if (!isResolved(argument)) return argument;
    const size = sizeOf(this.#valueOf(argument.args[0], item));
    return size === undefined ? undefined : { N: String(size) };
  }
}

/**
 * The number of characters of a string, bytes of a binary value, or members of a set, list or map; undefined for other
 * values.
 */
const sizeOf = (value: AttributeValue | undefined): number | undefined => {
  if (typeof value?.S === 'string') return value.S.length;
  if (typeof value?.B === 'string') return Buffer.from(value.B, 'base64').length;
  const members = value?.SS ?? value?.NS ?? value?.BS ?? value?.L;
  if (Array.isArray(members)) return members.length;
  return value?.M ? Object.keys(value.M).length : undefined;
};
