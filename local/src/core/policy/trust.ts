import type { Caller } from '../aws/caller.ts';
import { contextKeys } from './context-keys.ts';
import { compilePolicy } from './policy.ts';
import { principalOf } from './principal.ts';

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
