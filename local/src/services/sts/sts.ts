import { AwsError } from '../../core/aws/aws-error.ts';
import type { Caller } from '../../core/aws/caller.ts';
import type { Kernel } from '../../core/kernel.ts';
import { entityName, IAM_DIALECT } from '../../core/parameters/iam-dialect.ts';
import { parameterReader } from '../../core/parameters/reader.ts';
import { mayAssume } from '../../core/policy/trust.ts';
import type { Action, ServiceModule } from '../../core/service.ts';
import * as iam from '../iam/operations.ts';

const DEFAULT_DURATION_SECONDS = 3600;
/** The range of DurationSeconds: 15 minutes to twelve hours. */
const DURATION = { min: 900, max: 43_200 };
const SESSION_NAME_LENGTH = { min: 2, max: 64 };
const FORBIDDEN = 403;

const { optionalInteger, requiredText } = parameterReader(IAM_DIALECT);

interface TrustedRole {
  readonly id: string;
  readonly arn: string;
  readonly trustPolicy: string;
}

/** The Security Token Service with the actions GetCallerIdentity and AssumeRole. */
export const createSts = (kernel: Kernel): ServiceModule => ({
  service: {
    name: 'sts',
    actions: { GetCallerIdentity: getCallerIdentity(kernel), AssumeRole: assumeRole(kernel) },
    protocols: [
      { kind: 'query', scope: 'sts', version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
    ],
  },
});

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const getCallerIdentity =
  (kernel: Kernel): Action =>
  async (_, { caller }) => ({ UserId: await userId(kernel, caller), Account: caller.accountId, Arn: caller.arn });

const userId = async (kernel: Kernel, caller: Caller): Promise<string> => {
  if (caller.kind !== 'role') return caller.accountId;
  const session = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  const role = await findRole(kernel, caller.roleArn);
  return `${role?.id ?? caller.roleArn}:${session}`;
};

/**
 * AssumeRole. The issued keys are valid until the runtime stops: Expiration is not enforced.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
const assumeRole =
  (kernel: Kernel): Action =>
  async (input, { caller }) => {
    const roleArn = requiredText(input, 'RoleArn');
    const session = entityName(input, 'RoleSessionName', SESSION_NAME_LENGTH);
    const role = await findRole(kernel, roleArn);
    if (!role || !mayAssume(caller, role.arn, role.trustPolicy))
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        { statusCode: FORBIDDEN },
      );
    const keys = kernel.identities.issue(role.arn, session);
    const durationSeconds = optionalInteger(input, 'DurationSeconds', DURATION) ?? DEFAULT_DURATION_SECONDS;
    const name = role.arn.slice(role.arn.lastIndexOf('/') + 1);
    return {
      Credentials: {
        AccessKeyId: keys.accessKeyId,
        SecretAccessKey: keys.secretAccessKey,
        SessionToken: keys.sessionToken,
        Expiration: new Date(kernel.clock.now() + durationSeconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${session}`,
        Arn: `arn:aws:sts::${kernel.home.accountId}:assumed-role/${name}/${session}`,
      },
    };
  };

const findRole = async (kernel: Kernel, arn: string): Promise<TrustedRole | undefined> => {
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  try {
    const { Role } = await kernel.services.call(iam.getRole, { RoleName }, kernel.identities.administrator());
    if (Role.Arn !== arn) return undefined;
    return { id: Role.RoleId, arn, trustPolicy: decodeURIComponent(Role.AssumeRolePolicyDocument) };
  } catch (error) {
    if (error instanceof AwsError && (error.code === 'NoSuchEntity' || error.code === 'ValidationError'))
      return undefined;
    throw error;
  }
};
