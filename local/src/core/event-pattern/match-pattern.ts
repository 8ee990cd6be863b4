import type { Branch, CompiledPattern } from './compile-pattern.ts';
import { acceptedLeaves, type Field } from './field.ts';
import type { FlatEvent } from './flat-event.ts';
import { sharesElements } from './list-elements.ts';
import { matchesInOrder } from './match-in-order.ts';

/**
 * Whether the event matches. In at least one branch every field must match a value, and these values must be in the
 * same list elements. `{"exists": false}` is checked in the list elements that the earlier fields have matched; the
 * fields are ordered by path, as in AWS's matcher (ACFinder of https://github.com/aws/event-ruler).
 */
export const matchesPattern = (pattern: CompiledPattern, event: FlatEvent): boolean =>
  pattern.branches.some((branch) => matchesBranch(branch, event));

const matchesBranch = (branch: Branch, event: FlatEvent): boolean => {
  for (const [path, field] of branch)
    if (!field.mayBeAbsent && !event.get(path)?.some(({ value }) => field.accepts(value))) return false;
  const present = [...branch].filter(([path]) => event.has(path));
  const asksInsideLists = present.some(([path, field]) => field.mayBeAbsent && isInsideLists(event, path));
  return asksInsideLists ? matchesInOrder(present, event) : matchesApart(present, event);
};

const isInsideLists = (event: FlatEvent, path: string): boolean =>
  (event.get(path) ?? []).every(({ membership }) => membership.length > 0);

/** Matches a branch whose fields must all have a value. */
const matchesApart = (fields: readonly (readonly [string, Field])[], event: FlatEvent): boolean => {
  const candidates = fields.map(([path, field]) =>
    acceptedLeaves(field, event.get(path)).map(({ membership }) => membership),
  );
  return candidates.every(({ length }) => length > 0) && sharesElements(candidates);
};
