import { ROLES } from '../api/roles.ts';
import type { Role } from '../api/types.generated.ts';
import { machineToken, userTokens } from '../test/support/sign-in.ts';
import { awsCall } from './aws-call.ts';
import type { Target } from './target.ts';

/** A caller's role; NONE is a user without a group. */
export type CallerRole = Role | 'NONE';

const MACHINE: Role = 'applicant-service';
export const CALLERS: readonly CallerRole[] = [...ROLES, 'NONE'];

/** Tokens of one caller. Machines have no id token. */
interface CallerTokens {
  readonly access: string;
  readonly id?: string;
}

export type TokensByRole = Readonly<Record<CallerRole, CallerTokens>>;

/** User name of the caller with this role. */
export const userOf = (role: CallerRole): string => `attack-${role.toLowerCase()}`;

/** Creates one user for each role that people have, and one without a group, if they do not exist. */
const createUsers = async (port: number, poolId: string): Promise<void> => {
  for (const role of CALLERS.filter((each) => each !== MACHINE)) {
    const user = { UserPoolId: poolId, Username: userOf(role) };
    await awsCall(port, 'cognito-idp:AdminCreateUser', user).catch(() => {});
    if (role !== 'NONE') await awsCall(port, 'cognito-idp:AdminAddUserToGroup', { ...user, GroupName: role });
  }
};

const machineTokens = async ({ port, outputs }: Target): Promise<CallerTokens> => {
  const { UserPoolId, SubmitClientId: ClientId = '', SignInUrl = '' } = outputs;
  const { UserPoolClient } = await awsCall(port, 'cognito-idp:DescribeUserPoolClient', { UserPoolId, ClientId });
  const { ClientSecret } = UserPoolClient as { readonly ClientSecret: string };
  return { access: await machineToken(SignInUrl, ClientId, ClientSecret) };
};

/** Signs one caller of each role in to the system. */
export const signInAll = async (target: Target): Promise<TokensByRole> => {
  const { UserPoolId = '', UserPoolClientId = '', SignInUrl = '' } = target.outputs;
  await createUsers(target.port, UserPoolId);
  const tokens: Partial<Record<CallerRole, CallerTokens>> = { [MACHINE]: await machineTokens(target) };
  for (const role of CALLERS.filter((each) => each !== MACHINE)) {
    const { accessToken, idToken } = await userTokens(SignInUrl, UserPoolClientId, userOf(role));
    tokens[role] = { access: accessToken, id: idToken };
  }
  return tokens as TokensByRole;
};

/** An access token of another user pool of the same issuer: its user has the same name and all groups. */
export const tokenOfOtherPool = async ({ port, outputs }: Target): Promise<string> => {
  const made = await awsCall(port, 'cognito-idp:CreateUserPool', { PoolName: 'attack-other' });
  const { Id: poolId } = made.UserPool as { readonly Id: string };
  const user = { UserPoolId: poolId, Username: userOf('operator') };
  await awsCall(port, 'cognito-idp:AdminCreateUser', user);
  for (const GroupName of ROLES.filter((role) => role !== MACHINE)) {
    await awsCall(port, 'cognito-idp:CreateGroup', { UserPoolId: poolId, GroupName });
    await awsCall(port, 'cognito-idp:AdminAddUserToGroup', { ...user, GroupName });
  }
  const { UserPoolClient } = await awsCall(port, 'cognito-idp:CreateUserPoolClient', {
    UserPoolId: poolId,
    ClientName: 'other',
    CallbackURLs: ['http://localhost:4568/'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    SupportedIdentityProviders: ['COGNITO'],
  });
  const { ClientId } = UserPoolClient as { readonly ClientId: string };
  const issuer = (outputs.SignInUrl ?? '').replace(outputs.UserPoolId ?? '', poolId);
  const { accessToken } = await userTokens(issuer, ClientId, userOf('operator'));
  return accessToken;
};
