import type { Caller } from '../aws/caller.ts';
import type { Principal } from './policy.ts';

/** The principal that policies match for a caller. */
export const principalOf = (caller: Caller): Principal => {
  const { accountId } = caller;
  if (caller.kind === 'service') return { arns: [], accountId, service: caller.service };
  if (caller.kind === 'anonymous') return { arns: [], accountId: '', service: undefined };
  return { arns: caller.kind === 'role' ? [caller.roleArn, caller.arn] : [caller.arn], accountId, service: undefined };
};
