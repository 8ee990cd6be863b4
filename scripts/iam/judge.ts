import { type Explanation, explains, UNUSED_HERE, WILDCARDS } from './explained.ts';
import type { DeniedCall, Grant, Permissions, UsedGrant } from './permissions.ts';

/** Result of a grant check: how each grant was used. */
export interface Judgement {
  readonly used: readonly UsedGrant[];
  readonly explained: readonly (Grant & { readonly why: string })[];
  readonly wildcards: readonly (Grant & { readonly why: string })[];
  readonly faults: Faults;
}

/** Faults of the grants. The check passes if each list is empty. */
interface Faults {
  /** Grants that the grant check does not use and that have no explanation. */
  readonly unused: readonly Grant[];
  /** Grants whose every call another statement also allows: removing them changes nothing. */
  readonly redundant: readonly UsedGrant[];
  readonly unexplainedWildcards: readonly Grant[];
  /** Explanations that match no grant. */
  readonly staleReasons: readonly string[];
  /** Denied calls that the grant check did not provoke. */
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

/** `provoked` returns true for a denial that the grant check caused on purpose. */
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
