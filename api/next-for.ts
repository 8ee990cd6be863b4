import { mayDecideNext } from './may-decide.ts';
import type { Me, Review } from './types.generated.ts';

/**
 * The reviews that this user may take next, from open reviews in the order in which they are due. Reviews that the user
 * holds come first, then reviews with a reason of the user's teams, then the others. Reviews that another reviewer holds, or
 * that the user may not decide as far as the review says, are left out.
 */
export function nextFor(open: readonly Review[], me: Me): readonly Review[] {
  const free = open.filter((review) => isFree(review, me) && mayDecideNext(review, me) && !isSubmitter(review, me));
  return free.toSorted((left, right) => rankOf(left, me) - rankOf(right, me));
}

const isFree = ({ claim }: Review, { username }: Me): boolean => claim === undefined || claim.reviewer === username;

const isSubmitter = ({ applicant }: Review, { username }: Me): boolean => applicant?.submittedBy === username;

function rankOf({ claim, reasons }: Review, { reasons: own = [] }: Me): number {
  if (claim !== undefined) return 0;
  return reasons.some((reason) => own.includes(reason)) ? 1 : 2;
}
