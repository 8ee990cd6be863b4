import type { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { assumedRole, type Caller } from '../../../../local/src/core/aws/caller.ts';
import { createAuthorizer } from '../../../../local/src/services/iam/authorize/authorizer.ts';
import { createIam, type RolePolicies } from '../../../../local/src/services/iam/iam.ts';
import { requirementsOf } from '../../../../local/src/services/manifests.ts';
import { startKernel } from '../../kernel.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/worker';
export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:letters';
export const URL = 'http://127.0.0.1:4566/000000000000/letters';
export const STATE_MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:orders';
export const worker = assumedRole(ROLE, 'one');
/** Beginning of the message that the role `worker` gets for a denied call. */
export const SESSION = 'User: arn:aws:sts::000000000000:assumed-role/worker/one is not authorized to perform:';

/** Resource policies as JSON, by service and ARN. */
type Policies = Record<string, Record<string, string>>;

const TRUST = {
  Effect: 'Allow',
  Principal: { Service: ['lambda.amazonaws.com', 'states.amazonaws.com'] },
  Action: 'sts:AssumeRole',
};

/**
 * Starts IAM with the role `worker`, and an authorizer for which resources with `by-hand` in their ARN are not
 * deployed.
 */
export const startAuthorizer = async (mode: 'enforce' | 'warn' = 'enforce') => {
  let rolePolicies!: RolePolicies;
  const kernel = await startKernel((made) => {
    const iam = createIam(made);
    rolePolicies = iam.rolePolicies;
    return [iam];
  });
  const none: Policies = {};
  const system = { kernel, rolePolicies, policies: none };
  const policyOf = (service: string) => (arn: string) => system.policies[service]?.[arn];
  const authorizer = createAuthorizer(kernel, {
    mode,
    requirementsOf,
    rolePolicies,
    resourcePolicies: { sqs: policyOf('sqs'), sns: policyOf('sns'), lambda: policyOf('lambda') },
    stateMachineOfTask: (token) => (token === 'known' ? STATE_MACHINE : undefined),
    isDeployed: (arn) => !arn.includes('by-hand'),
  });
  await kernel.as('iam', 'CreateRole', {
    RoleName: 'worker',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: TRUST }),
  });
  return Object.assign(system, {
    authorizer,
    /** Replaces the inline policy of `worker` by one statement. */
    grant: (Action: string | string[], Resource: string | string[], more: Record<string, unknown> = {}) =>
      kernel.as('iam', 'PutRolePolicy', {
        RoleName: 'worker',
        PolicyName: 'inline',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Sid: 'Given', Effect: 'Allow', Action, Resource, ...more },
        }),
      }),
    /** Authorizes a call; returns `allowed`, or the code, status and message of the error. */
    denial: (service: string, action: string, input: Record<string, unknown>, caller: Caller = worker): string => {
      try {
        authorizer.authorize(service, action, input, caller);
        return 'allowed';
      } catch (error) {
        const { code, statusCode, message } = error as AwsError;
        return `${code} ${statusCode} ${message}`;
      }
    },
  });
};
