import type { Branch, CompiledPattern } from './compile-pattern.ts';
import { acceptedLeaves, type Field } from './field.ts';
import type { FlatEvent } from './flat-event.ts';
import { sharesElements } from './list-elements.ts';
import { matchesInOrder } from './match-in-order.ts';

/**
 * Whether the event matches: in some branch, every field matches a value, and these values are in the same list
 * elements. `{"exists": false}` is asked of the list elements in which the fields before it (in the order of their
 * paths) have matched, as AWS's matcher does (ACFinder of https://github.com/aws/event-ruler).
 */
export const matchesPattern = (pattern: CompiledPattern, event: FlatEvent): boolean =>
  pattern.branches.some((branch) => matchesBranch(branch, event));

const matchesBranch = (branch: Branch, event: FlatEvent): boolean => {
  const present = [...branch].filter(([path, field]) => event.has(path) || !field.mayBeAbsent);
  const asksInsideLists = present.some(([path, field]) => field.mayBeAbsent && isInsideLists(event, path));
  return asksInsideLists ? matchesInOrder(present, event) : matchesApart(present, event);
};

const isInsideLists = (event: FlatEvent, path: string): boolean =>
  (event.get(path) ?? []).every(({ membership }) => membership.length > 0);

/** For fields that must all have a value. */
const matchesApart = (fields: readonly (readonly [string, Field])[], event: FlatEvent): boolean => {
  const candidates = fields.map(([path, field]) =>
    acceptedLeaves(field, event.get(path)).map(({ membership }) => membership),
  );
  return candidates.every(({ length }) => length > 0) && sharesElements(candidates);
};
