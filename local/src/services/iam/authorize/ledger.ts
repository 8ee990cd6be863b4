import type { Decision } from '../../../core/policy/decide.ts';
import type { CompiledStatement, PolicyRequest } from '../../../core/policy/policy.ts';
import { type Grant, grantKey } from './grants.ts';

/** A grant that has let calls happen. */
export interface UsedGrant extends Grant {
  /** The actions that were called by it. */
  readonly calledActions: readonly string[];
  readonly count: number;
  /** How many of these calls nothing else would have allowed: when none, the grant is not needed for any of them. */
  readonly aloneCount: number;
}

/** A call that was denied, or, in mode `warn`, would have been. */
export interface DeniedCall {
  /** A role, whatever the session, or a service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** As it was answered. */
  readonly message: string;
  /** What would have to be in the role's policy, or the resource's. */
  readonly missing: { readonly Effect: 'Allow'; readonly Action: string; readonly Resource: string } | undefined;
  readonly count: number;
}

/** Different denied calls that are kept; a runtime that runs for long must not grow by them. */
const MAX_DENIED_CALLS = 1_000;

interface Use {
  readonly grant: Grant;
  readonly actions: Set<string>;
  count: number;
  aloneCount: number;
}

/** Counts which grants are used, and which calls are denied. */
export class Ledger {
  readonly #used = new Map<CompiledStatement, Map<string, Use>>();
  readonly #denied = new Map<string, DeniedCall & { count: number }>();

  use(holder: string, { by, alone }: Decision & { allowed: true }, request: PolicyRequest): void {
    let uses = this.#used.get(by);
    if (!uses) {
      uses = new Map();
      this.#used.set(by, uses);
    }
    const { action, resource, alone: onlyOne } = by.grantFor(request);
    const key = `${action} ${resource}`;
    let use = uses.get(key);
    if (!use) {
      const grant: Grant = { holder, policy: by.policy, statement: by.id, action, resource };
      use = { grant, actions: new Set(), count: 0, aloneCount: 0 };
      uses.set(key, use);
    }
    use.actions.add(request.action);
    use.count += 1;
    if (alone && onlyOne) use.aloneCount += 1;
  }

  /** Answers whether it is the first of its kind. */
  deny(call: Omit<DeniedCall, 'count'>): boolean {
    const key = `${call.principal} ${call.action} ${call.resource}`;
    const known = this.#denied.get(key);
    if (known) known.count += 1;
    else if (this.#denied.size < MAX_DENIED_CALLS) this.#denied.set(key, { ...call, count: 1 });
    return known === undefined;
  }

  /** A statement is prepared anew whenever IAM changes; its uses of before and after are of one grant. */
  usedGrants(): readonly UsedGrant[] {
    const merged = new Map<string, UsedGrant>();
    for (const { grant, actions, count, aloneCount } of [...this.#used.values()].flatMap((uses) => [
      ...uses.values(),
    ])) {
      const before = merged.get(grantKey(grant));
      merged.set(grantKey(grant), {
        ...grant,
        calledActions: [...new Set([...(before?.calledActions ?? []), ...actions])],
        count: count + (before?.count ?? 0),
        aloneCount: aloneCount + (before?.aloneCount ?? 0),
      });
    }
    return [...merged.values()];
  }

  deniedCalls(): readonly DeniedCall[] {
    return [...this.#denied.values()];
  }
}
