import { type Explanation, explains, UNUSED_HERE, WILDCARDS } from './explained.ts';
import type { DeniedCall, Grant, Permissions, UsedGrant } from './permissions.ts';

/** What a walk shows of the grants. */
export interface Judgement {
  readonly used: readonly UsedGrant[];
  readonly explained: readonly (Grant & { readonly why: string })[];
  readonly wildcards: readonly (Grant & { readonly why: string })[];
  readonly faults: Faults;
}

/** Each must be empty. */
interface Faults {
  /** Not needed by anything that the walk does, and nobody says why they are there. */
  readonly unused: readonly Grant[];
  /** For each of their calls something else would have done: dropping them would not be noticed. */
  readonly redundant: readonly UsedGrant[];
  readonly unexplainedWildcards: readonly Grant[];
  /** Reasons given for nothing. */
  readonly staleReasons: readonly string[];
  /** Calls that were denied although nobody had taken the permission away. */
  readonly denied: readonly DeniedCall[];
}

const isWildcard = ({ action, resource }: Grant): boolean => /[*?]/.test(action) || /[*?]/.test(resource);

const sort = (grants: readonly Grant[], explanations: readonly Explanation[]) => {
  const explained: (Grant & { readonly why: string })[] = [];
  const unexplained: Grant[] = [];
  const idle = new Set(explanations);
  for (const grant of grants) {
    const explanation = explanations.find((candidate) => explains(candidate, grant));
    if (explanation) explained.push({ ...grant, why: explanation.why });
    else unexplained.push(grant);
    if (explanation) idle.delete(explanation);
  }
  return { explained, unexplained, stale: [...idle].map(({ why }) => why) };
};

/** `provoked` tells which denials the walk brought about itself. */
export const judge = ({ used, unused, denied }: Permissions, provoked: (call: DeniedCall) => boolean): Judgement => {
  const idle = sort(unused, UNUSED_HERE);
  const wild = sort([...used, ...unused].filter(isWildcard), WILDCARDS);
  return {
    used,
    explained: idle.explained,
    wildcards: wild.explained,
    faults: {
      unused: idle.unexplained,
      redundant: used.filter(({ aloneCount }) => aloneCount === 0),
      unexplainedWildcards: wild.unexplained,
      staleReasons: [...idle.stale, ...wild.stale],
      denied: denied.filter((call) => !provoked(call)),
    },
  };
};
