import type { CompiledStatement } from '../evaluate/policy.ts';

/** A statement that has let a call happen. */
export interface UsedGrant {
  /** The role whose policy it is in, or the resource it protects. */
  readonly holder: string;
  /** An inline policy's name, a managed one's ARN, or the resource itself. */
  readonly policy: string;
  /** Its Sid, or its number in the policy, from 1. */
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
  readonly count: number;
}

/** A call that was denied, or, in mode `warn`, would have been. */
export interface DeniedCall {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** As it was answered. */
  readonly message: string;
  /** What would have to be in the role's policy, or the resource's. */
  readonly missing: { readonly Effect: 'Allow'; readonly Action: string; readonly Resource: string } | undefined;
  readonly count: number;
}

type Counted<T> = T & { count: number };

/** Counts which statements are used, and which calls are denied. */
export class Ledger {
  readonly #used = new Map<CompiledStatement, Map<string, Counted<UsedGrant>>>();
  readonly #denied = new Map<string, Counted<DeniedCall>>();

  use(holder: string, statement: CompiledStatement, action: string, resource: string): void {
    let uses = this.#used.get(statement);
    if (!uses) {
      uses = new Map();
      this.#used.set(statement, uses);
    }
    const key = `${action} ${resource}`;
    const known = uses.get(key);
    if (known) known.count += 1;
    else uses.set(key, { holder, policy: statement.policy, statement: statement.id, action, resource, count: 1 });
  }

  deny(call: Omit<DeniedCall, 'count'>): void {
    const key = `${call.principal} ${call.action} ${call.resource}`;
    const known = this.#denied.get(key);
    if (known) known.count += 1;
    else this.#denied.set(key, { ...call, count: 1 });
  }

  usedGrants(): readonly UsedGrant[] {
    return [...this.#used.values()].flatMap((uses) => [...uses.values()]);
  }

  deniedCalls(): readonly DeniedCall[] {
    return [...this.#denied.values()];
  }
}
