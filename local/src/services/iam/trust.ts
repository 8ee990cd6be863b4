import type { Caller } from '../../core/aws/caller.ts';
import { contextKeys } from './authorize/context-keys.ts';
import { principalOf } from './authorize/principal.ts';
import { compilePolicy } from './evaluate/policy.ts';

/**
 * Whether a role's trust policy lets `caller` take on the role. A policy that trusts the whole account does; whether
 * the caller's own policies allow it too is checked where every call is.
 */
export const mayAssume = (caller: Caller, roleArn: string, trustPolicy: string): boolean => {
  const principal = principalOf(caller);
  const request = { action: 'sts:AssumeRole', resource: roleArn, principal, keys: contextKeys(caller, {}) };
  const matching = compilePolicy(roleArn, trustPolicy, 'trust').filter(
    (statement) => statement.names(principal) !== 'no' && statement.applies(request),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
};
