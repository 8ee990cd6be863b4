import { acceptedLeaves, type Field } from './field.ts';
import type { FlatEvent } from './flat-event.ts';
import type { Membership } from './list-elements.ts';

/** The chosen element of each list, by list number. */
type Chosen = ReadonlyMap<number, number>;

/**
 * Maximum number of choices that are tried for one event. An event that needs more does not match. Real events need far
 * fewer.
 */
const MAX_CHOICES = 100_000;

/**
 * Whether the fields, in this order, match values that are in the same element of every list they share. A field that
 * may be absent also matches if it has no value in the elements chosen so far.
 */
export const matchesInOrder = (fields: readonly (readonly [path: string, Field])[], event: FlatEvent): boolean => {
  const steps = stepsOf(fields, event);
  let choices: readonly Chosen[] = [new Map()];
  let tried = 0;
  for (const step of steps) {
    const next = new Map<string, Chosen>();
    for (const chosen of choices) {
      for (const choice of choicesAfter(step, chosen)) {
        tried += 1;
        if (tried > MAX_CHOICES) return false;
        const kept = new Map([...choice].filter(([list]) => step.listsOfLaterSteps.has(list)));
        next.set(keyOf(kept), kept);
      }
    }
    choices = [...next.values()];
  }
  return choices.length > 0;
};

interface Step {
  /** The list elements in which the field has a value that it accepts. */
  readonly accepted: Elements;
  /** The list elements in which the field has any value; undefined if the field must be present. */
  readonly present: Elements | undefined;
  readonly listsOfLaterSteps: ReadonlySet<number>;
}

const stepsOf = (fields: readonly (readonly [string, Field])[], event: FlatEvent): readonly Step[] => {
  const listsOfLaterSteps = new Set<number>();
  return fields
    .toReversed()
    .map(([path, field]): Step => {
      const leaves = event.get(path) ?? [];
      const later = new Set(listsOfLaterSteps);
      for (const { membership } of leaves)
        for (const [at, number] of membership.entries()) if (at % 2 === 0) listsOfLaterSteps.add(number);
      return {
        accepted: elementsOf(acceptedLeaves(field, leaves).map(({ membership }) => membership)),
        present: field.mayBeAbsent ? elementsOf(leaves.map(({ membership }) => membership)) : undefined,
        listsOfLaterSteps: later,
      };
    })
    .reverse();
};

function* choicesAfter({ accepted, present }: Step, chosen: Chosen): Generator<Chosen> {
  if (present && consistent(present, chosen).next().done) yield chosen;
  yield* consistent(accepted, chosen);
}

/** Values by the list elements that contain them. A tree, because list elements can contain further lists. */
interface Elements {
  /** Whether a value is in none of the deeper lists. */
  hasValue: boolean;
  readonly lists: Map<number, Map<number, Elements>>;
}

const elementsOf = (memberships: readonly Membership[]): Elements => {
  const root: Elements = { hasValue: false, lists: new Map() };
  for (const membership of memberships) {
    let at = root;
    for (let pair = 0; pair < membership.length; pair += 2)
      at = elementIn(at, membership[pair] ?? 0, membership[pair + 1] ?? 0);
    at.hasValue = true;
  }
  return root;
};

const elementIn = ({ lists }: Elements, list: number, index: number): Elements => {
  const elements = lists.get(list) ?? new Map<number, Elements>();
  lists.set(list, elements);
  const element = elements.get(index) ?? { hasValue: false, lists: new Map() };
  elements.set(index, element);
  return element;
};

/** The choices that extend `chosen` by the elements of one value, each consistent with `chosen`. */
function* consistent({ hasValue, lists }: Elements, chosen: Chosen): Generator<Chosen> {
  if (hasValue) yield chosen;
  for (const [list, elements] of lists) {
    const wanted = chosen.get(list);
    if (wanted === undefined)
      for (const [index, element] of elements) yield* consistent(element, new Map(chosen).set(list, index));
    else {
      const element = elements.get(wanted);
      if (element) yield* consistent(element, chosen);
    }
  }
}

const keyOf = (chosen: Chosen): string => [...chosen].sort(([left], [right]) => left - right).join(' ');
