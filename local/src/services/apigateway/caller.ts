import { arnOf, type Home } from '../../core/aws/arn.ts';
import { assumedRole, type Caller, serviceCaller } from '../../core/aws/caller.ts';

const PRINCIPAL = 'apigateway.amazonaws.com';

/**
 * The identity with which API Gateway makes a call: the role that it assumes, or the service itself if there is none.
 * `executeApiResource` names the calling route, method or authorizer: the part of its ARN after
 * `arn:aws:execute-api:<region>:<account>:`.
 */
export const callerOf = (home: Home, roleArn: string | undefined, executeApiResource: string): Caller => {
  const sourceArn = arnOf(home, 'execute-api', executeApiResource);
  if (roleArn === undefined) return serviceCaller(PRINCIPAL, home.accountId, sourceArn);
  return assumedRole(roleArn, 'BackplaneAssumeRoleSession', { service: PRINCIPAL, sourceArn });
};
