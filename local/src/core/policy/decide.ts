import type { CompiledStatement, PolicyRequest } from './policy.ts';

export type Decision =
  /** `alone`: no other statement allows the request. */
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
  /** Statements of the role; empty for a service. */
  readonly identity: readonly CompiledStatement[];
  /** Statements of the resource policy; undefined without one. */
  readonly resource: readonly CompiledStatement[] | undefined;
}

/**
 * IAM's evaluation within one account. An explicit Deny always wins. Otherwise the role's policies or the resource
 * policy must allow the request. If the resource policy names only the account, the role's policies must allow it. For
 * a service, the resource policy must allow it.
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
