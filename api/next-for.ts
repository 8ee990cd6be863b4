import { mayDecideNext } from './may-decide.ts';
import type { Me, Review } from './types.generated.ts';

/**
 * The next review for this user, from open reviews in the order in which they are due: one that no other reviewer holds and
 * that the user may decide, as far as the review says. Reviews with a reason of the user's teams come first.
 */
export function nextFor(open: readonly Review[], me: Me): Review | undefined {
  const isFree = ({ claim }: Review) => claim === undefined || claim.reviewer === me.username;
  const free = open.filter((review) => isFree(review) && mayDecideNext(review, me));
  const { reasons: own = [] } = me;
  return free.find(({ reasons }) => reasons.some((reason) => own.includes(reason))) ?? free[0];
}
