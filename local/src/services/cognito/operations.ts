import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

/** Identifies a user pool like a property of a template. */
type InPool = { readonly UserPoolId: Value | undefined };

export interface UserPool {
  readonly Id: string;
  readonly Name: string;
  readonly Issuer: string;
}

export const createUserPool = operation<{ readonly PoolName: string }, { readonly UserPool: UserPool }>(
  'cognito-idp',
  'CreateUserPool',
);

export const listUserPools = operation<Record<never, never>, { readonly UserPools: readonly UserPool[] }>(
  'cognito-idp',
  'ListUserPools',
);

export const deleteUserPool = operation<{ readonly UserPoolId: string }>('cognito-idp', 'DeleteUserPool');

export interface UserPoolClient {
  readonly ClientId: string;
  readonly ClientName: string;
  readonly ClientSecret?: string;
}

type ClientAnswer = { readonly UserPoolClient: UserPoolClient };

/** The properties of AWS::Cognito::UserPoolClient. */
type CreateUserPoolClientInput = ValueObject & { readonly ClientName: string };

export const createUserPoolClient = operation<CreateUserPoolClientInput, ClientAnswer>(
  'cognito-idp',
  'CreateUserPoolClient',
);

export const updateUserPoolClient = operation<ValueObject & { readonly ClientId: string }, ClientAnswer>(
  'cognito-idp',
  'UpdateUserPoolClient',
);

export const listUserPoolClients = operation<
  InPool,
  { readonly UserPoolClients: readonly Pick<UserPoolClient, 'ClientId' | 'ClientName'>[] }
>('cognito-idp', 'ListUserPoolClients');

export const deleteUserPoolClient = operation<InPool & { readonly ClientId: string }>(
  'cognito-idp',
  'DeleteUserPoolClient',
);

/** The properties of AWS::Cognito::UserPoolGroup. */
export type GroupInput = ValueObject & { readonly GroupName: string };

export const createGroup = operation<GroupInput>('cognito-idp', 'CreateGroup');

export const updateGroup = operation<GroupInput>('cognito-idp', 'UpdateGroup');

export const deleteGroup = operation<InPool & { readonly GroupName: string }>('cognito-idp', 'DeleteGroup');

export type UserInput = InPool & {
  readonly Username: string;
  readonly UserAttributes: readonly { readonly Name: Value | undefined; readonly Value: string | undefined }[];
};

export const adminCreateUser = operation<UserInput>('cognito-idp', 'AdminCreateUser');

export const adminUpdateUserAttributes = operation<UserInput>('cognito-idp', 'AdminUpdateUserAttributes');

export const adminDeleteUser = operation<InPool & { readonly Username: string }>('cognito-idp', 'AdminDeleteUser');

export type Membership = InPool & {
  readonly Username: Value | undefined;
  readonly GroupName: Value | undefined;
};

export const adminAddUserToGroup = operation<Membership>('cognito-idp', 'AdminAddUserToGroup');

export const adminRemoveUserFromGroup = operation<Membership>('cognito-idp', 'AdminRemoveUserFromGroup');

type CreateResourceServerInput = InPool & {
  readonly Identifier: string;
  readonly Scopes: Value;
};

export const createResourceServer = operation<CreateResourceServerInput>('cognito-idp', 'CreateResourceServer');

export const deleteResourceServer = operation<InPool & { readonly Identifier: string }>(
  'cognito-idp',
  'DeleteResourceServer',
);

type DomainInput = InPool & { readonly Domain: Value | undefined };

export const createUserPoolDomain = operation<DomainInput>('cognito-idp', 'CreateUserPoolDomain');

export const deleteUserPoolDomain = operation<DomainInput>('cognito-idp', 'DeleteUserPoolDomain');
