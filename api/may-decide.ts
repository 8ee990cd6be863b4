import type { Me, Review } from './types.generated.ts';

/**
 * True if this user may make the next decision on a review, as far as the review says: on a review that requires two people
 * each decision is another person's, and after two different decisions it is a supervisor's. The API also refuses the
 * submitter of the application.
 */
export function mayDecideNext(
  { state, decidedBy = [] }: Pick<Review, 'state' | 'decidedBy'>,
  { username, roles }: Pick<Me, 'username' | 'roles'>,
): boolean {
  if (decidedBy.includes(username)) return false;
  if (state === 'PENDING_SUPERVISOR') return roles.includes('supervisor');
  return state === 'PENDING' || state === 'PENDING_SECOND';
}
