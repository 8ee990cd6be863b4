import type { Home } from '../../../core/aws/arn.ts';
import type { AwsError } from '../../../core/aws/aws-error.ts';
import type { AssumingService, Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { contextKeys } from '../../../core/policy/context-keys.ts';
import { type Decision, decide } from '../../../core/policy/decide.ts';
import { type CompiledStatement, compilePolicy } from '../../../core/policy/policy.ts';
import { principalOf } from '../../../core/policy/principal.ts';
import type { Lookup, Requirement, Requirements } from '../../../core/policy/requirement.ts';
import { mayBeAssumedBy } from '../../../core/policy/trust.ts';
import type { Authorize } from '../../../core/services.ts';
import type { RolePolicies } from '../iam.ts';
import { accessDenied, unknownActionDenied } from './access-denied.ts';
import { AccessRecorder, type DeniedCall, type UsedGrant } from './access-recorder.ts';
import { cannotAssume, untrustedService } from './role-trust.ts';

/**
 * Returns the policy of a resource as JSON; undefined if it has none. Called for every permission check, so it must be
 * fast.
 */
export type ResourcePolicyOf = (resourceArn: string) => string | undefined;

/** `warn` does not deny calls, but records those that `enforce` would deny. */
export type IamMode = 'enforce' | 'warn';

export interface AuthorizerOptions {
  /** The permissions that an API action needs; undefined for an action that the permission tables do not contain. */
  requirementsOf(service: string, action: string): Requirements | undefined;
  readonly mode: IamMode;
  readonly rolePolicies: RolePolicies;
  /** The look-up of resource policies, by service: `sqs`, `sns`, `lambda`, `events`. */
  readonly resourcePolicies: { readonly [service: string]: ResourcePolicyOf | undefined };
  stateMachineOfTask(taskToken: string): string | undefined;
  /** Whether a template created the role or resource with this ARN. */
  isDeployed(arn: string): boolean;
}

export interface Authorizer {
  /**
   * The check for `Services.enforce`. Calls of the administrator are checked only for the roles that they pass to
   * services. Calls of ungoverned roles (see `governsRole`) are checked only for the trust policy.
   */
  readonly authorize: Authorize;
  /** Grants that have allowed calls since the start of the runtime. */
  usedGrants(): readonly UsedGrant[];
  deniedCalls(): readonly DeniedCall[];
}

/** Creates the authorizer, which denies every call of a role or a service that no policy allows. */
export const createAuthorizer = (kernel: Kernel, options: AuthorizerOptions): Authorizer => {
  const recorder = new AccessRecorder();
  const lookup: Lookup = { home: kernel.home, stateMachineOfTask: (token) => options.stateMachineOfTask(token) };
  const policies = policyCache(options, kernel.home);
  const refuse = (error: Error, denied: Omit<DeniedCall, 'count' | 'message'>): void => {
    const isFirst = recorder.deny({ ...denied, message: error.message });
    const what =
      options.mode === 'enforce' ? 'A call was denied.' : 'A call without permission was allowed in mode warn.';
    if (isFirst) kernel.log.warn(what, { denial: error.message, missing: denied.missing });
    if (options.mode === 'enforce') throw error;
  };
  const check = (service: string, caller: Caller, requirement: Requirement): void => {
    const { action, resources, keys = {} } = requirement;
    const principal = principalOf(caller);
    const context = contextKeys(caller, keys, kernel.clock.now());
    const identity = caller.kind === 'role' ? policies.ofRole(caller.roleArn) : [];
    for (const resource of resources) {
      if (caller.kind === 'service' && !policies.governsResource(service, resource)) continue;
      const request = { action, resource, principal, keys: context };
      const decision = decide(request, { identity, resource: policies.ofResource(service, resource) });
      if (decision.allowed) recorder.use(holderOf(caller, decision.by, identity, resource), decision, request);
      else
        refuse(accessDenied({ service, principalArn: caller.arn, action, resource }, decision), {
          principal: principalName(caller),
          action,
          resource,
          missing: missingStatement(decision, action, resource),
        });
    }
  };
  const refuseUntrusted = (error: AwsError | undefined, principal: string, resource: string): void => {
    if (error) refuse(error, { principal, action: 'sts:AssumeRole', resource, missing: undefined });
  };
  /** For a call by a service with a role: checks that the role still trusts the service. */
  const checkAssumed = (caller: Caller): void => {
    if (caller.kind !== 'role' || !caller.assumedBy || policies.trusts(caller.roleArn, caller.assumedBy)) return;
    const { service } = caller.assumedBy;
    refuseUntrusted(cannotAssume(service, caller.roleArn), service, caller.roleArn);
  };
  /** Checks that the roles that a request passes to a service trust this service. */
  const checkHandedOver = (needed: readonly Requirement[]): void => {
    const firstArn = needed[0]?.resources[0] ?? '';
    for (const { action, resources, keys, assumedFor: sourceArn = firstArn } of needed) {
      const service = keys?.['iam:passedtoservice']?.[0];
      if (action !== 'iam:PassRole' || service === undefined) continue;
      for (const role of resources)
        if (!policies.trusts(role, { service, sourceArn }))
          refuseUntrusted(untrustedService(service, role), service, role);
    }
  };
  const isChecked = (caller: Caller): boolean =>
    caller.kind === 'service' ||
    caller.kind === 'anonymous' ||
    (caller.kind === 'role' && policies.governsRole(caller.roleArn));
  const checkPermission = (
    service: string,
    action: string,
    needed: readonly Requirement[] | undefined,
    caller: Caller,
  ): void => {
    if (needed) for (const requirement of needed) check(service, caller, requirement);
    else {
      const name = `${service}:${action}`;
      const error = unknownActionDenied({ service, principalArn: caller.arn, action: name, resource: '*' });
      refuse(error, { principal: principalName(caller), action: name, resource: '*', missing: undefined });
    }
  };
  return {
    authorize: (service, action, input, caller) => {
      checkAssumed(caller);
      const requirements = options.requirementsOf(service, action);
      if (isChecked(caller)) checkPermission(service, action, requirements?.(input, lookup), caller);
      if (handsOver(action)) checkHandedOver(requirements?.(input, lookup) ?? []);
    },
    usedGrants: () => recorder.usedGrants(),
    deniedCalls: () => recorder.deniedCalls(),
  };
};

/** Whether the requirements of an action can contain iam:PassRole. For other actions they need not be computed. */
const handsOver = (action: string): boolean => /^(?:Create|Update|Put)/.test(action);

/** The ARN of the caller; for a role, without the session. */
const principalName = (caller: Caller): string => (caller.kind === 'role' ? caller.roleArn : caller.arn);

const holderOf = (
  caller: Caller,
  statement: CompiledStatement,
  identity: readonly CompiledStatement[],
  resource: string,
): string => (caller.kind === 'role' && identity.includes(statement) ? caller.roleArn : resource);

const missingStatement = (decision: Decision, action: string, resource: string): DeniedCall['missing'] => {
  if (decision.allowed || decision.reason === 'explicit deny') return undefined;
  return { Effect: 'Allow', Action: action, Resource: resource };
};

/** Caches compiled policies: policies of roles until IAM changes, policies of resources by their text. */
const policyCache = ({ rolePolicies, resourcePolicies, isDeployed }: AuthorizerOptions, home: Home) => {
  let revision = -1;
  const roles = new Map<string, readonly CompiledStatement[]>();
  const resources = new Map<string, readonly CompiledStatement[]>();
  const governed = new Map<string, boolean>();
  const trusted = new Map<string, boolean>();
  const forgetOld = (): void => {
    if (revision === rolePolicies.revision) return;
    roles.clear();
    governed.clear();
    trusted.clear();
    revision = rolePolicies.revision;
  };
  const compileRole = (roleArn: string): readonly CompiledStatement[] =>
    (rolePolicies.policiesOf(roleArn) ?? []).flatMap(({ name, document }) => compilePolicy(name, document, 'identity'));
  /**
   * Whether a role's permissions are checked. A role that does not exist, or that was created outside templates and
   * never had a policy, is exempt.
   */
  const governsRole = (roleArn: string): boolean => {
    forgetOld();
    const known = governed.get(roleArn) ?? (isDeployed(roleArn) || rolePolicies.hadPolicy(roleArn));
    governed.set(roleArn, known);
    return known;
  };
  const readTrust = (roleArn: string, by: AssumingService): boolean => {
    const trustPolicy = rolePolicies.trustPolicyOf(roleArn);
    if (trustPolicy === undefined) return true;
    if (by.service === 'events.amazonaws.com' && !governsRole(roleArn)) return true;
    return mayBeAssumedBy(by, home, { arn: roleArn, trustPolicy });
  };
  return {
    governsRole,
    /**
     * Whether a service may assume a role. A role that does not exist is exempt from the check. For EventBridge an
     * ungoverned role is exempt too, because it is often only a name in the definition of a target.
     */
    trusts: (roleArn: string, by: AssumingService): boolean => {
      forgetOld();
      const key = `${roleArn} ${by.service} ${by.sourceArn}`;
      const known = trusted.get(key) ?? readTrust(roleArn, by);
      trusted.set(key, known);
      return known;
    },
    /**
     * Whether a service's calls to a resource are checked. Calls to functions always need a policy. Calls to another
     * resource are exempt if it has no policy and no template created it.
     */
    governsResource: (service: string, resource: string): boolean =>
      service === 'lambda' || isDeployed(resource) || Boolean(resourcePolicies[service]?.(resource)),
    ofRole: (roleArn: string): readonly CompiledStatement[] => {
      forgetOld();
      const known = roles.get(roleArn);
      if (known) return known;
      const compiled = compileRole(roleArn);
      roles.set(roleArn, compiled);
      return compiled;
    },
    ofResource: (service: string, resource: string): readonly CompiledStatement[] | undefined => {
      if (service === 'sts') return compileTrust(rolePolicies, resource);
      const document = resourcePolicies[service]?.(resource);
      if (document === undefined || document === '') return undefined;
      const known = resources.get(document);
      if (known) return known;
      const compiled = compileResourcePolicy(resource, document);
      resources.set(document, compiled);
      return compiled;
    },
  };
};

const compileTrust = (rolePolicies: RolePolicies, roleArn: string): readonly CompiledStatement[] | undefined => {
  const document = rolePolicies.trustPolicyOf(roleArn);
  return document === undefined ? undefined : compilePolicy(roleArn, document, 'trust');
};

/** Compiles a resource policy. A policy that cannot be parsed, although its service accepted it, denies all calls. */
const compileResourcePolicy = (resource: string, document: string): readonly CompiledStatement[] => {
  try {
    return compilePolicy(resource, document, 'resource');
  } catch {
    return compilePolicy(resource, DENY_ALL, 'resource');
  }
};

const DENY_ALL = JSON.stringify({
  Statement: { Sid: 'UnreadablePolicy', Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' },
});
