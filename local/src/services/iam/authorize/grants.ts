import { type CompiledStatement, compilePolicy } from '../../../core/policy/policy.ts';
import type { RolePolicies } from '../iam.ts';

/** One action pattern on one resource pattern, as a statement allows it: the smallest thing that can be taken away. */
export interface Grant {
  /** The role whose policy it is in, or the resource it protects. */
  readonly holder: string;
  /** An inline policy's name, a managed one's ARN, or the resource itself. */
  readonly policy: string;
  /** Its Sid, or its number in the policy, from 1. */
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

/** Everything that the policies of roles allow. */
export const roleGrants = (roles: RolePolicies): readonly Grant[] =>
  roles
    .roleArns()
    .flatMap((holder) =>
      (roles.policiesOf(holder) ?? []).flatMap(({ name, document }) =>
        grantsIn(holder, compilePolicy(name, document, 'identity')),
      ),
    );

/** Everything that the policies on these resources allow; `policyOf` as the authorizer's. */
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
      written(actions).flatMap((action) =>
        written(resources).map((resource) => ({ holder, policy, statement: id, action, resource })),
      ),
    );

const written = ({ except, patterns }: { except: boolean; patterns: readonly string[] }): readonly string[] =>
  except ? ['*'] : patterns;

/** Those of `grants` that are not among `used`. */
export const unusedGrants = (grants: readonly Grant[], used: readonly Grant[]): readonly Grant[] => {
  const known = new Set(used.map(grantKey));
  return grants.filter((grant) => !known.has(grantKey(grant)));
};

/** The same for the same grant. */
export const grantKey = ({ holder, policy, statement, action, resource }: Grant): string =>
  JSON.stringify([holder, policy, statement, action, resource]);
