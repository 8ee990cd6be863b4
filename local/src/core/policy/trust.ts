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

/** The principals of a service in the regions that a trust policy names, such as `states.us-east-1.amazonaws.com`. */
const regionalPrincipals = (service: string, trustPolicy: string): readonly string[] => {
  const [name = '', ...rest] = service.split('.');
  const regional = new RegExp(`"(${name}\\.[a-z]{2}(?:-[a-z]+)+-\\d\\.${rest.join('\\.')})"`, 'g');
  return [...trustPolicy.matchAll(regional)].map(([, principal = '']) => principal);
};

/**
 * Whether the trust policy allows a service, by its global principal or that of a region, to assume the role. AWS accepts
 * only the region of the role's use; here an app that was written for any region runs in the one region.
 */
export const mayBeAssumedBy = (
  { service, sourceArn }: AssumingService,
  { accountId }: Pick<Home, 'accountId'>,
  role: { readonly arn: string; readonly trustPolicy: string },
): boolean =>
  [service, ...regionalPrincipals(service, role.trustPolicy)].some((name) =>
    mayAssume(serviceCaller(name, accountId, sourceArn), role.arn, role.trustPolicy),
  );
