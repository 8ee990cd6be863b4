import type { Caller } from '../aws/caller.ts';
import type { ContextKeys } from './conditions.ts';

type Values = { readonly [key: string]: readonly string[] | undefined };

/**
 * Context keys of a request: those of the caller, and the action's own in `more` (lower-case names). aws:SecureTransport is
 * true, because no call leaves this machine. `now` in epoch milliseconds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const contextKeys =
  (caller: Caller, more: Values, now?: number): ContextKeys =>
  (key) => {
    if (Object.hasOwn(more, key)) return more[key];
    const read = Object.hasOwn(GLOBAL_KEYS, key) ? GLOBAL_KEYS[key] : undefined;
    const value = read?.(caller, now);
    return value === undefined ? undefined : [value];
  };

/** Whether the caller is a principal of an account. */
const isPrincipal = ({ kind }: Caller): boolean => kind === 'role' || kind === 'administrator';

type ReadKey = (caller: Caller, now: number | undefined) => string | undefined;

const GLOBAL_KEYS: { readonly [key: string]: ReadKey | undefined } = {
  'aws:currenttime': (_, now) => (now === undefined ? undefined : new Date(now).toISOString()),
  'aws:epochtime': (_, now) => (now === undefined ? undefined : String(Math.floor(now / 1000))),
  'aws:principalaccount': (caller) => (isPrincipal(caller) ? caller.accountId : undefined),
  'aws:principalarn': (caller) => {
    if (!isPrincipal(caller)) return undefined;
    return caller.kind === 'role' ? caller.roleArn : caller.arn;
  },
  'aws:principalisawsservice': (caller) => String(caller.kind === 'service'),
  'aws:principalservicename': (caller) => (caller.kind === 'service' ? caller.service : undefined),
  'aws:principaltype': (caller) => {
    if (caller.kind === 'anonymous') return 'Anonymous';
    return caller.kind === 'role' ? 'AssumedRole' : undefined;
  },
  'aws:resourceaccount': (caller) => caller.accountId,
  'aws:securetransport': () => 'true',
  'aws:sourceaccount': (caller) => (caller.kind === 'service' ? caller.accountId : undefined),
  'aws:sourcearn': (caller) => (caller.kind === 'service' ? caller.sourceArn : undefined),
  'aws:viaawsservice': () => 'false',
};
