import type { Branch, CompiledPattern } from './compile-pattern.ts';
import { acceptedLeaves } from './field.ts';
import type { FlatEvent } from './flat-event.ts';

/**
 * Whether the event matches: in some branch, every field matches a value, and these values are in the same list
 * elements.
 */
export const matchesPattern = (pattern: CompiledPattern, event: FlatEvent): boolean =>
  pattern.branches.some((branch) => matchesBranch(branch, event));

/** As in Leaf: pairs of list number and index, outermost first. */
type Membership = readonly number[];
/** The memberships of the matching values of one field. */
type Candidates = readonly Membership[];

const matchesBranch = (branch: Branch, event: FlatEvent): boolean => {
  const fields: Candidates[] = [];
  for (const [path, field] of branch) {
    const leaves = event.get(path);
    if (leaves === undefined && field.mayBeAbsent) continue;
    const candidates = acceptedLeaves(field, leaves).map(({ membership }) => membership);
    if (candidates.length === 0) return false;
    fields.push(candidates);
  }
  return agree(fields, 0);
};

/**
 * Whether one candidate per field can be chosen so that all are in the same element of every list they share. All
 * candidates have their first `depth` numbers in common. Visits each candidate once per level instead of every
 * combination.
 */
const agree = (fields: readonly Candidates[], depth: number): boolean => {
  const open = fields.filter((candidates) => !candidates.some((membership) => membership.length === depth));
  if (open.length < 2) return true;
  const torn = open.find((candidates) => groupBy(candidates, depth).size > 1);
  if (torn) {
    const others = open.filter((candidates) => candidates !== torn);
    return [...groupBy(torn, depth).values()].some((inOneList) => agree([inOneList, ...others], depth));
  }
  const lists = Map.groupBy(open, (candidates) => candidates[0]?.[depth]);
  return [...lists.values()].every((together) => shareElement(together, depth + 1));
};

/** Whether one element of the current list contains a candidate of every field. */
const shareElement = (fields: readonly Candidates[], depth: number): boolean => {
  if (fields.length < 2) return true;
  const [first = new Map<number, Membership[]>(), ...others] = fields.map((candidates) => groupBy(candidates, depth));
  return [...first].some(([index, candidates]) => {
    const rest = others.map((byIndex) => byIndex.get(index) ?? []);
    return rest.every(({ length }) => length > 0) && agree([candidates, ...rest], depth + 1);
  });
};

const groupBy = (candidates: Candidates, position: number): Map<number, Membership[]> =>
  Map.groupBy(candidates, (membership) => membership[position] ?? -1);
