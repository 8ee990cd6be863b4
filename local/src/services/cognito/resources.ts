import { arnOf } from '../../core/aws/arn.ts';
import { answered, objects, text } from '../../core/cloudformation/properties.ts';
import type {
  Answer,
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
} from '../../core/cloudformation/resource-type.ts';

const NO_PASSWORDS = 'nobody has a password here';
const NO_MESSAGES = 'the sign-in sends no messages here';

const member = (answer: Answer, name: string): Answer => {
  const value = answer[name];
  return typeof value === 'object' && value !== null ? (value as Answer) : {};
};

const call = (context: ResourceContext, action: string, input: Record<string, unknown>): Promise<Answer> =>
  context.call('cognito-idp', action, input);

const findByName = async (
  context: ResourceContext,
  list: { readonly action: string; readonly input: Record<string, unknown>; readonly members: string },
  name: string,
): Promise<Answer> => {
  const found = (await call(context, list.action, list.input))[list.members];
  return (Array.isArray(found) ? (found as Answer[]) : []).find((item) => Object.values(item).includes(name)) ?? {};
};

const pool = ({ home }: ResourceContext, shown: Answer): Physical => {
  const id = answered(shown, 'Id');
  return {
    ref: id,
    attributes: {
      Arn: arnOf(home, 'cognito-idp', `userpool/${id}`),
      UserPoolId: id,
      ProviderName: `cognito-idp.${home.region}.amazonaws.com/${id}`,
      ProviderURL: answered(shown, 'Issuer'),
    },
  };
};

const createPool = async (context: ResourceContext): Promise<Physical> => {
  const answer = await context.create('cognito-idp', 'CreateUserPool', { PoolName: context.name }, async () => ({
    UserPool: await findByName(context, { action: 'ListUserPools', input: {}, members: 'UserPools' }, context.name),
  }));
  return pool(context, member(answer, 'UserPool'));
};

const client = (shown: Answer): Physical => {
  const id = answered(shown, 'ClientId');
  const secret = typeof shown.ClientSecret === 'string' ? shown.ClientSecret : '';
  return { ref: id, attributes: { ClientId: id, ClientSecret: secret, Name: answered(shown, 'ClientName') } };
};

const createClient = async (context: ResourceContext): Promise<Physical> => {
  const input = { ...context.properties, ClientName: context.name };
  const { UserPoolId } = context.properties;
  const answer = await context.create('cognito-idp', 'CreateUserPoolClient', input, async () => {
    const list = { action: 'ListUserPoolClients', input: { UserPoolId }, members: 'UserPoolClients' };
    const { ClientId } = await findByName(context, list, context.name);
    return call(context, 'UpdateUserPoolClient', { ...input, ClientId });
  });
  return client(member(answer, 'UserPoolClient'));
};

const putGroup =
  (action: 'CreateGroup' | 'UpdateGroup') =>
  async (context: ResourceContext): Promise<Physical> => {
    const input = { ...context.properties, GroupName: context.name };
    await context.create('cognito-idp', action, input, () => call(context, 'UpdateGroup', input));
    return { ref: context.name, attributes: {} };
  };

const userInput = ({ name, properties }: ResourceContext) => ({
  UserPoolId: properties.UserPoolId,
  Username: name,
  UserAttributes: objects(properties.UserAttributes).map(({ Name, Value }) => ({ Name, Value: text(Value) })),
});

const updateUser = async (context: ResourceContext): Promise<Physical> => {
  await call(context, 'AdminUpdateUserAttributes', userInput(context));
  return { ref: context.name, attributes: {} };
};

const createUser = async (context: ResourceContext): Promise<Physical> => {
  const input = userInput(context);
  await context.create('cognito-idp', 'AdminCreateUser', input, () =>
    call(context, 'AdminUpdateUserAttributes', input),
  );
  return { ref: context.name, attributes: {} };
};

const addToGroup = async (context: ResourceContext): Promise<Physical> => {
  const { UserPoolId, Username, GroupName } = context.properties;
  await call(context, 'AdminAddUserToGroup', { UserPoolId, Username, GroupName });
  return { ref: context.name, attributes: {} };
};

const putResourceServer = async (context: ResourceContext): Promise<Physical> => {
  const { UserPoolId, Scopes } = context.properties;
  await call(context, 'CreateResourceServer', { UserPoolId, Identifier: context.name, Scopes: Scopes ?? [] });
  return { ref: context.name, attributes: {} };
};

const putDomain = async (context: ResourceContext): Promise<Physical> => {
  const { UserPoolId, Domain } = context.properties;
  await call(context, 'CreateUserPoolDomain', { UserPoolId, Domain });
  return { ref: context.name, attributes: {} };
};

/** Deletes what has its name in `idMember`, in the pool of the properties. */
const deleteAs = (action: string, idMember: string) => async (context: ResourceContext, existing: Physical) => {
  await call(context, action, { UserPoolId: context.properties.UserPoolId, [idMember]: existing.ref });
};

/** Of a pool only its name matters here; the rest is about passwords and messages. */
const POOL_PROPERTIES: PropertyTable = {
  UserPoolName: true,
  UserPoolTags: true,
  UsernameAttributes: 'users sign in by their username here',
  AliasAttributes: 'users sign in by their username here',
  UsernameConfiguration: 'usernames are case-sensitive here',
  AccountRecoverySetting: NO_PASSWORDS,
  AdminCreateUserConfig: 'nobody signs up here',
  AutoVerifiedAttributes: NO_MESSAGES,
  DeletionProtection: 'the pool is deleted with its stack here',
  DeviceConfiguration: 'devices are not remembered here',
  EmailAuthenticationMessage: NO_MESSAGES,
  EmailAuthenticationSubject: NO_MESSAGES,
  EmailConfiguration: NO_MESSAGES,
  EmailVerificationMessage: NO_MESSAGES,
  EmailVerificationSubject: NO_MESSAGES,
  EnabledMfas: NO_PASSWORDS,
  MfaConfiguration: NO_PASSWORDS,
  Policies: NO_PASSWORDS,
  Schema: 'attributes are not checked here',
  SmsAuthenticationMessage: NO_MESSAGES,
  SmsConfiguration: NO_MESSAGES,
  SmsVerificationMessage: NO_MESSAGES,
  UserAttributeUpdateSettings: NO_MESSAGES,
  UserPoolAddOns: 'there is no threat protection here',
  UserPoolTier: 'there are no tiers here',
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
  AuthSessionValidity: 'a sign-in here may take ten minutes',
  DefaultRedirectURI: 'clients name their redirect URI here',
  EnableTokenRevocation: true,
  EnablePropagateAdditionalUserContextData: 'there is no threat protection here',
  ExplicitAuthFlows: NO_PASSWORDS,
  PreventUserExistenceErrors: 'the sign-in shows whom one can be',
  ReadAttributes: 'clients read every attribute here',
  RefreshTokenRotation: 'refresh tokens are not rotated here',
  SupportedIdentityProviders: 'users are those of the pool here',
  WriteAttributes: 'clients change no attributes here',
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
      await call(context, 'DeleteUserPool', { UserPoolId: existing.ref });
    },
  },
  'AWS::Cognito::UserPoolClient': {
    kind: 'runs',
    properties: CLIENT_PROPERTIES,
    attributes: ['ClientId', 'ClientSecret', 'Name'],
    nameProperty: 'ClientName',
    maxNameLength: 128,
    replacedBy: ['UserPoolId', 'ClientName', 'GenerateSecret'],
    create: createClient,
    update: async (context, existing) => {
      const answer = await call(context, 'UpdateUserPoolClient', { ...context.properties, ClientId: existing.ref });
      return client(member(answer, 'UserPoolClient'));
    },
    delete: deleteAs('DeleteUserPoolClient', 'ClientId'),
  },
  'AWS::Cognito::UserPoolDomain': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      Domain: true,
      ManagedLoginVersion: 'the sign-in page is a plain one here',
      CustomDomainConfig: 'the issuer has an address of its own here',
    },
    attributes: [],
    nameProperty: 'Domain',
    replacedBy: ['UserPoolId', 'Domain'],
    create: putDomain,
    update: putDomain,
    delete: deleteAs('DeleteUserPoolDomain', 'Domain'),
  },
  'AWS::Cognito::UserPoolGroup': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      GroupName: true,
      Description: true,
      Precedence: true,
      RoleArn: 'there are no identity pools here',
    },
    attributes: [],
    nameProperty: 'GroupName',
    maxNameLength: 128,
    replacedBy: ['UserPoolId', 'GroupName'],
    create: putGroup('CreateGroup'),
    update: putGroup('UpdateGroup'),
    delete: deleteAs('DeleteGroup', 'GroupName'),
  },
  'AWS::Cognito::UserPoolResourceServer': {
    kind: 'runs',
    properties: { UserPoolId: true, Identifier: true, Name: true, Scopes: { ScopeName: true, ScopeDescription: true } },
    attributes: [],
    nameProperty: 'Identifier',
    maxNameLength: 256,
    replacedBy: ['UserPoolId', 'Identifier'],
    create: putResourceServer,
    update: putResourceServer,
    delete: deleteAs('DeleteResourceServer', 'Identifier'),
  },
  'AWS::Cognito::UserPoolUser': {
    kind: 'runs',
    properties: {
      UserPoolId: true,
      Username: true,
      UserAttributes: { Name: true, Value: true },
      DesiredDeliveryMediums: NO_MESSAGES,
      MessageAction: NO_MESSAGES,
      ForceAliasCreation: 'there are no aliases here',
    },
    attributes: [],
    nameProperty: 'Username',
    maxNameLength: 128,
    replacedBy: ['UserPoolId', 'Username'],
    create: createUser,
    update: updateUser,
    delete: deleteAs('AdminDeleteUser', 'Username'),
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
      await call(context, 'AdminRemoveUserFromGroup', { UserPoolId, Username, GroupName });
    },
  },
};
