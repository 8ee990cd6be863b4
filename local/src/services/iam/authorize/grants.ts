import { type CompiledStatement, compilePolicy } from '../../../core/policy/policy.ts';
import type { RolePolicies } from '../iam.ts';

/**
 * A grant: one action pattern on one resource pattern, which a statement allows. It is the smallest unit that can be
 * removed from a policy.
 */
export interface Grant {
  /** ARN of the role that has the policy; for a resource policy, ARN of the resource. */
  readonly holder: string;
  /** The policy: the name of an inline policy, the ARN of a managed policy, or the ARN of the resource. */
  readonly policy: string;
  /** The statement's Sid, or its number in the policy, counted from 1. */
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

/** All grants in the policies of roles. */
export const roleGrants = (roles: RolePolicies): readonly Grant[] =>
  roles
    .roleArns()
    .flatMap((holder) =>
      (roles.policiesOf(holder) ?? []).flatMap(({ name, document }) =>
        grantsIn(holder, compilePolicy(name, document, 'identity')),
      ),
    );

/** All grants in the policies of these resources. `policyOf` returns a resource's policy as JSON. */
export const resourceGrants = (
  resourceArns: readonly string[],
  policyOf: (resourceArn: string) => string | undefined,
): readonly Grant[] =>
  resourceArns.flatMap((arn) => {
    const document = policyOf(arn);
    return document ? grantsIn(arn, compilePolicy(arn, document, 'resource')) : [];
  });

const grantsIn = (holder: string, statements: readonly CompiledStatement[]): readonly Grant[] =>
  statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ policy, id, source: { actions, resources } }) =>
      patternsOf(actions).flatMap((action) =>
        patternsOf(resources).map((resource) => ({ holder, policy, statement: id, action, resource })),
      ),
    );

const patternsOf = ({ except, patterns }: { except: boolean; patterns: readonly string[] }): readonly string[] =>
  except ? ['*'] : patterns;

/** The grants that are not in `used`. */
export const unusedGrants = (grants: readonly Grant[], used: readonly Grant[]): readonly Grant[] => {
  const known = new Set(used.map(grantKey));
  return grants.filter((grant) => !known.has(grantKey(grant)));
};

/** A key that is the same for equal grants. */
export const grantKey = ({ holder, policy, statement, action, resource }: Grant): string =>
  JSON.stringify([holder, policy, statement, action, resource]);
