import { arnOf } from '../../core/aws/arn.ts';
import { earlyProblem } from '../../core/cloudformation/early-problem.ts';
import { objects, text } from '../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
} from '../../core/cloudformation/resource-type.ts';
import type { Value } from '../../core/cloudformation/value.ts';
import type { Operation, OperationInput } from '../../core/operation.ts';
import { readCallbackUrls, readFlows } from './actions/clients.ts';
import * as cognito from './operations.ts';

const NO_PASSWORDS = 'users have no passwords locally';
const NO_MESSAGES = 'the local sign-in sends no messages';

const pool = ({ home }: ResourceContext, { Id, Issuer }: cognito.UserPool): Physical => ({
  ref: Id,
  attributes: {
    Arn: arnOf(home, 'cognito-idp', `userpool/${Id}`),
    UserPoolId: Id,
    ProviderName: `cognito-idp.${home.region}.amazonaws.com/${Id}`,
    ProviderURL: Issuer,
  },
});

const findPool = async (context: ResourceContext): Promise<cognito.UserPool> => {
  const { UserPools } = await context.call(cognito.listUserPools, {});
  const found = UserPools.find(({ Name }) => Name === context.name);
  if (!found) throw new Error(`The user pool ${context.name} does not exist.`);
  return found;
};

const createPool = async (context: ResourceContext): Promise<Physical> => {
  const { UserPool } = await context.create(cognito.createUserPool, { PoolName: context.name }, async () => ({
    UserPool: await findPool(context),
  }));
  return pool(context, UserPool);
};

const client = ({ ClientId, ClientName, ClientSecret = '' }: cognito.UserPoolClient): Physical => ({
  ref: ClientId,
  attributes: { ClientId, ClientSecret, Name: ClientName },
});

const findClientId = async (context: ResourceContext): Promise<string> => {
  const { UserPoolId } = context.properties;
  const { UserPoolClients } = await context.call(cognito.listUserPoolClients, { UserPoolId });
  const found = UserPoolClients.find(({ ClientName }) => ClientName === context.name);
  if (!found) throw new Error(`The client ${context.name} does not exist in the user pool.`);
  return found.ClientId;
};

const createClient = async (context: ResourceContext): Promise<Physical> => {
  const input = { ...context.properties, ClientName: context.name };
  const { UserPoolClient } = await context.create(cognito.createUserPoolClient, input, async () => {
    const ClientId = await findClientId(context);
    return context.call(cognito.updateUserPoolClient, { ...input, ClientId });
  });
  return client(UserPoolClient);
};

const putGroup =
  (operation: Operation<cognito.GroupInput>) =>
  async (context: ResourceContext): Promise<Physical> => {
    const input = { ...context.properties, GroupName: context.name };
    await context.create(operation, input, () => context.call(cognito.updateGroup, input));
    return { ref: context.name, attributes: {} };
  };

const userInput = ({ name, properties }: ResourceContext): cognito.UserInput => ({
  UserPoolId: properties.UserPoolId,
  Username: name,
  UserAttributes: objects(properties.UserAttributes).map(({ Name, Value }) => ({ Name, Value: text(Value) })),
});

const updateUser = async (context: ResourceContext): Promise<Physical> => {
  await context.call(cognito.adminUpdateUserAttributes, userInput(context));
  return { ref: context.name, attributes: {} };
};

const createUser = async (context: ResourceContext): Promise<Physical> => {
  const input = userInput(context);
  await context.create(cognito.adminCreateUser, input, () => context.call(cognito.adminUpdateUserAttributes, input));
  return { ref: context.name, attributes: {} };
};

const addToGroup = async (context: ResourceContext): Promise<Physical> => {
  const { UserPoolId, Username, GroupName } = context.properties;
  await context.call(cognito.adminAddUserToGroup, { UserPoolId, Username, GroupName });
  return { ref: context.name, attributes: {} };
};

const putResourceServer = async (context: ResourceContext): Promise<Physical> => {
  const { UserPoolId, Scopes } = context.properties;
  await context.call(cognito.createResourceServer, { UserPoolId, Identifier: context.name, Scopes: Scopes ?? [] });
  return { ref: context.name, attributes: {} };
};

const putDomain = async (context: ResourceContext): Promise<Physical> => {
  const { UserPoolId, Domain } = context.properties;
  await context.call(cognito.createUserPoolDomain, { UserPoolId, Domain });
  return { ref: context.name, attributes: {} };
};

/**
 * Makes the `delete` function of a resource type. It deletes the object with the resource's name from the pool of the
 * properties.
 */
const deleteBy =
  <Input extends OperationInput>(
    operation: Operation<Input>,
    inputOf: (UserPoolId: Value | undefined, name: string) => Input,
  ) =>
  async (context: ResourceContext, existing: Physical): Promise<void> => {
    await context.call(operation, inputOf(context.properties.UserPoolId, existing.ref));
  };

/** The properties of a pool. Only the name has an effect; the others are about passwords and messages. */
const POOL_PROPERTIES: PropertyTable = {
  UserPoolName: true,
  UserPoolTags: 'user pools have no tags locally',
  UsernameAttributes: 'users sign in by their username locally',
  AliasAttributes: 'users sign in by their username locally',
  UsernameConfiguration: 'usernames are case-sensitive locally',
  AccountRecoverySetting: NO_PASSWORDS,
  AdminCreateUserConfig: 'users cannot sign up locally',
  AutoVerifiedAttributes: NO_MESSAGES,
  DeletionProtection: 'the pool is deleted with its stack locally',
  DeviceConfiguration: 'devices are not remembered locally',
  EmailAuthenticationMessage: NO_MESSAGES,
  EmailAuthenticationSubject: NO_MESSAGES,
  EmailConfiguration: NO_MESSAGES,
  EmailVerificationMessage: NO_MESSAGES,
  EmailVerificationSubject: NO_MESSAGES,
  EnabledMfas: NO_PASSWORDS,
  MfaConfiguration: NO_PASSWORDS,
  Policies: NO_PASSWORDS,
  Schema: 'attributes are not checked locally',
  SmsAuthenticationMessage: NO_MESSAGES,
  SmsConfiguration: NO_MESSAGES,
  SmsVerificationMessage: NO_MESSAGES,
  UserAttributeUpdateSettings: NO_MESSAGES,
  UserPoolAddOns: 'threat protection does not exist locally',
  UserPoolTier: 'tiers do not exist locally',
  VerificationMessageTemplate: NO_MESSAGES,
  WebAuthnRelyingPartyID: NO_PASSWORDS,
  WebAuthnUserVerification: NO_PASSWORDS,
};

const CLIENT_PROPERTIES: PropertyTable = {
  UserPoolId: true,
  ClientName: true,
  GenerateSecret: true,
  AllowedOAuthFlows: true,
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthScopes: true,
  CallbackURLs: true,
  LogoutURLs: true,
  AccessTokenValidity: true,
  IdTokenValidity: true,
  RefreshTokenValidity: true,
  TokenValidityUnits: { AccessToken: true, IdToken: true, RefreshToken: true },
  AuthSessionValidity: 'a local sign-in session lasts ten minutes',
  DefaultRedirectURI: 'clients must send a redirect URI locally',
  EnableTokenRevocation: 'refresh tokens can always be revoked locally',
  EnablePropagateAdditionalUserContextData: 'threat protection does not exist locally',
  ExplicitAuthFlows: NO_PASSWORDS,
  PreventUserExistenceErrors: 'the local sign-in lists all users',
  ReadAttributes: 'clients can read all attributes locally',
  RefreshTokenRotation: 'refresh tokens are not rotated locally',
  SupportedIdentityProviders: 'only users of the pool can sign in locally',
  WriteAttributes: 'clients cannot change attributes locally',
};

export const COGNITO_TYPES: ResourceTypes = {
  'AWS::Cognito::UserPool': {
    kind: 'runs',
    properties: POOL_PROPERTIES,
    attributes: ['Arn', 'UserPoolId', 'ProviderName', 'ProviderURL'],
    nameProperty: 'UserPoolName',
    maxNameLength: 128,
    replacedBy: ['UserPoolName'],
    holdsData: true,
    create: createPool,
    update: async (_, existing) => existing,
    delete: async (context, existing) => {
      await context.call(cognito.deleteUserPool, { UserPoolId: existing.ref });
    },
  },
  'AWS::Cognito::UserPoolClient': {
    kind: 'runs',
    properties: CLIENT_PROPERTIES,
    attributes: ['ClientId', 'ClientSecret', 'Name'],
    nameProperty: 'ClientName',
    maxNameLength: 128,
    replacedBy: ['UserPoolId', 'ClientName', 'GenerateSecret'],
    problem: earlyProblem({ AllowedOAuthFlows: readFlows, CallbackURLs: readCallbackUrls }),
    create: createClient,
    update: async (context, existing) => {
      const input = { ...context.properties, ClientId: existing.ref };
      const { UserPoolClient } = await context.call(cognito.updateUserPoolClient, input);
      return client(UserPoolClient);
    },
    delete: deleteBy(cognito.deleteUserPoolClient, (UserPoolId, ClientId) => ({ UserPoolId, ClientId })),
  },
  'AWS::Cognito::UserPoolDomain': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      Domain: true,
      ManagedLoginVersion: 'the local sign-in page has one fixed design',
      CustomDomainConfig: 'the issuer has its own local address',
    },
    attributes: [],
    nameProperty: 'Domain',
    replacedBy: ['UserPoolId', 'Domain'],
    create: putDomain,
    update: putDomain,
    delete: deleteBy(cognito.deleteUserPoolDomain, (UserPoolId, Domain) => ({ UserPoolId, Domain })),
  },
  'AWS::Cognito::UserPoolGroup': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      GroupName: true,
      Description: true,
      Precedence: true,
      RoleArn: 'identity pools do not exist locally',
    },
    attributes: [],
    nameProperty: 'GroupName',
    maxNameLength: 128,
    replacedBy: ['UserPoolId', 'GroupName'],
    create: putGroup(cognito.createGroup),
    update: putGroup(cognito.updateGroup),
    delete: deleteBy(cognito.deleteGroup, (UserPoolId, GroupName) => ({ UserPoolId, GroupName })),
  },
  'AWS::Cognito::UserPoolResourceServer': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      Identifier: true,
      Name: true,
      Scopes: { ScopeName: true, ScopeDescription: 'no action returns descriptions locally' },
    },
    attributes: [],
    nameProperty: 'Identifier',
    maxNameLength: 256,
    replacedBy: ['UserPoolId', 'Identifier'],
    create: putResourceServer,
    update: putResourceServer,
    delete: deleteBy(cognito.deleteResourceServer, (UserPoolId, Identifier) => ({ UserPoolId, Identifier })),
  },
  'AWS::Cognito::UserPoolUser': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      Username: true,
      UserAttributes: { Name: true, Value: true },
      DesiredDeliveryMediums: NO_MESSAGES,
      MessageAction: NO_MESSAGES,
      ForceAliasCreation: 'aliases do not exist locally',
    },
    attributes: [],
    nameProperty: 'Username',
    maxNameLength: 128,
    replacedBy: ['UserPoolId', 'Username'],
    create: createUser,
    update: updateUser,
    delete: deleteBy(cognito.adminDeleteUser, (UserPoolId, Username) => ({ UserPoolId, Username })),
  },
  'AWS::Cognito::UserPoolUserToGroupAttachment': {
    kind: 'runs',
    properties: { UserPoolId: true, Username: true, GroupName: true },
    attributes: [],
    replacedBy: ['UserPoolId', 'Username', 'GroupName'],
    create: addToGroup,
    update: addToGroup,
    delete: async (context) => {
      const { UserPoolId, Username, GroupName } = context.properties;
      await context.call(cognito.adminRemoveUserFromGroup, { UserPoolId, Username, GroupName });
    },
  },
};
