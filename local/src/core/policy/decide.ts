import type { CompiledStatement, PolicyRequest } from './policy.ts';

export type Decision =
  /** `alone`: no other statement would have allowed it, so that without this one it would be denied. */
  | { readonly allowed: true; readonly by: CompiledStatement; readonly alone: boolean }
  | {
      readonly allowed: false;
      readonly reason: 'explicit deny';
      readonly policyType: 'identity-based' | 'resource-based';
      readonly by: CompiledStatement;
    }
  | {
      readonly allowed: false;
      readonly reason: 'nothing allows';
      readonly policyType: 'identity-based' | 'resource-based';
    };

export interface Policies {
  /** Of the role that asks; empty for a service. */
  readonly identity: readonly CompiledStatement[];
  /** Of the resource; undefined for one that has none. */
  readonly resource: readonly CompiledStatement[] | undefined;
}

/**
 * Decides as IAM does within one account: an explicit denial anywhere wins; else the role's policies or the resource's
 * own must allow it. A resource policy that names only the account leaves the decision to the role's policies; a
 * service is allowed by the resource policy alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const decide = (request: PolicyRequest, { identity, resource = [] }: Policies): Decision => {
  const isService = request.principal.service !== undefined;
  let allow: CompiledStatement | undefined;
  let allowances = 0;
  for (const statement of resource) {
    const named = statement.names(request.principal);
    if (named === 'no' || !statement.applies(request)) continue;
    if (statement.effect === 'Deny')
      return { allowed: false, reason: 'explicit deny', policyType: 'resource-based', by: statement };
    if (named !== 'itself') continue;
    allow ??= statement;
    allowances += 1;
  }
  for (const statement of identity) {
    if (!statement.applies(request)) continue;
    if (statement.effect === 'Deny')
      return { allowed: false, reason: 'explicit deny', policyType: 'identity-based', by: statement };
    allow ??= statement;
    allowances += 1;
  }
  if (allow) return { allowed: true, by: allow, alone: allowances === 1 };
  return { allowed: false, reason: 'nothing allows', policyType: isService ? 'resource-based' : 'identity-based' };
};
