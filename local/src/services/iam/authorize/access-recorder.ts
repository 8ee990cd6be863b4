import type { Decision } from '../../../core/policy/decide.ts';
import type { CompiledStatement, PolicyRequest } from '../../../core/policy/policy.ts';
import { type Grant, grantKey } from './grants.ts';

/** A grant that has allowed at least one call. */
export interface UsedGrant extends Grant {
  /** The actions that the grant has allowed. */
  readonly calledActions: readonly string[];
  readonly count: number;
  /** Number of calls that no other grant allowed. If 0, the calls would also succeed without this grant. */
  readonly aloneCount: number;
}

/** A denied call; in mode `warn`, a call that mode `enforce` would deny. */
export interface DeniedCall {
  /** ARN of the caller: a role (without its session) or a service. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** The message of the access-denied error. */
  readonly message: string;
  /** The statement that the policy of the role or resource lacks; undefined after an explicit deny. */
  readonly missing: { readonly Effect: 'Allow'; readonly Action: string; readonly Resource: string } | undefined;
  readonly count: number;
}

/** Maximum number of distinct denied calls in memory. */
const MAX_DENIED_CALLS = 1_000;

interface Use {
  readonly grant: Grant;
  readonly actions: Set<string>;
  count: number;
  aloneCount: number;
}

/** Records the used grants and the denied calls, with counts. */
export class AccessRecorder {
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

  /** Records a denied call. Returns true if it is the first one with this principal, action and resource. */
  deny(call: Omit<DeniedCall, 'count'>): boolean {
    const key = `${call.principal} ${call.action} ${call.resource}`;
    const known = this.#denied.get(key);
    if (known) known.count += 1;
    else if (this.#denied.size < MAX_DENIED_CALLS) this.#denied.set(key, { ...call, count: 1 });
    return known === undefined;
  }

  /**
   * The used grants. Statements are recompiled when IAM changes; the counts of all copies of a statement are merged.
   */
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
