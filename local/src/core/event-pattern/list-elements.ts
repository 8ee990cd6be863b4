/** The list elements that contain a value: list number, index, list number, index, …; outermost list first. */
export type Membership = readonly number[];
/** The memberships of all values that match one field. */
type Candidates = readonly Membership[];

/**
 * Whether one candidate per field can be chosen so that all are in the same element of every list they share. Every field
 * must have a candidate.
 */
export const sharesElements = (fields: readonly Candidates[]): boolean => canChoose(fields, 0);

/**
 * Like `sharesElements`, for candidates whose first `depth` numbers are equal. A field with a candidate that is in no
 * deeper list needs no check. Visits each candidate once per level and does not try every combination.
 */
const canChoose = (fields: readonly Candidates[], depth: number): boolean => {
  const open = fields.filter((candidates) => !candidates.some((membership) => membership.length === depth));
  if (open.length < 2) return true;
  const ambiguous = open.find((candidates) => groupBy(candidates, depth).size > 1);
  if (ambiguous) {
    const others = open.filter((candidates) => candidates !== ambiguous);
    return [...groupBy(ambiguous, depth).values()].some((inOneList) => canChoose([inOneList, ...others], depth));
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
    return rest.every(({ length }) => length > 0) && canChoose([candidates, ...rest], depth + 1);
  });
};

const groupBy = (candidates: Candidates, position: number): Map<number, Membership[]> =>
  Map.groupBy(candidates, (membership) => membership[position] ?? -1);
