import type { Me } from '../../../api/types.generated.ts';
import { REVIEW_REASONS, type ReviewReason } from '../../../events/states.ts';
import { groupsIn } from '../http/principal.ts';
import type { Call } from '../http/serve.ts';
import { TEAM_GROUP } from './contract.ts';

/** A team of reviewers, and the reasons whose reviews its members get first. */
export interface Team {
  readonly name: string;
  readonly reasons: readonly ReviewReason[];
}

/** The caller, with the reasons of the caller's teams. A member of no team has none. */
export function meFor(teams: readonly Team[], { principal: { username, roles }, event }: Call): Me {
  const groups = groupsIn(event.requestContext.authorizer?.jwt?.claims ?? {});
  const own = teams.filter(({ name }) => groups.includes(`${TEAM_GROUP}${name}`));
  if (own.length === 0) return { username, roles };
  const reasons = REVIEW_REASONS.filter((reason) => own.some((team) => team.reasons.includes(reason)));
  return { username, roles, teams: own.map(({ name }) => name), reasons };
}
