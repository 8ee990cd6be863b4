import type { Problem } from '../http/problem.ts';
import type { ReviewEntry } from './entry.ts';
import * as problems from './problems.ts';

/** Why this person may not make the next decision on a review that requires two people; undefined if the person may. */
export function personRefusal(
  { decisions = [] }: Pick<ReviewEntry, 'decisions'>,
  { reviewer, isSupervisor }: { readonly reviewer: string; readonly isSupervisor: boolean },
): Problem | undefined {
  const own = decisions.find((decision) => decision.reviewer === reviewer);
  if (own !== undefined) return problems.secondPersonRequired(own.at);
  return decisions.length > 1 && !isSupervisor ? problems.supervisorRequired() : undefined;
}
