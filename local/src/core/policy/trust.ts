import type { Home } from '../aws/arn.ts';
import { type AssumingService, type Caller, serviceCaller } from '../aws/caller.ts';
import { contextKeys } from './context-keys.ts';
import { compilePolicy } from './policy.ts';
import { principalOf } from './principal.ts';

/**
 * Whether a role's trust policy allows `caller` to assume the role. The caller's own policies are checked separately, as for
 * every call.
 */
export const mayAssume = (caller: Caller, roleArn: string, trustPolicy: string): boolean => {
  const principal = principalOf(caller);
  const request = { action: 'sts:AssumeRole', resource: roleArn, principal, keys: contextKeys(caller, {}) };
  const matching = compilePolicy(roleArn, trustPolicy, 'trust').filter(
    (statement) => statement.names(principal) !== 'no' && statement.applies(request),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
};

/** Whether the trust policy allows a service, by its global or its regional principal, to assume the role. */
export const mayBeAssumedBy = (
  { service, sourceArn }: AssumingService,
  { accountId, region }: Home,
  role: { readonly arn: string; readonly trustPolicy: string },
): boolean =>
  [service, service.replace('.', `.${region}.`)].some((name) =>
    mayAssume(serviceCaller(name, accountId, sourceArn), role.arn, role.trustPolicy),
  );
