import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { CognitoContext } from '../context.ts';
import { exists, invalid, notFound } from '../errors.ts';
import { type Client, FLOWS, type Flow, type Validity } from '../model.ts';
import { clientIdOf } from '../names.ts';
import { flag, type Input, object, optionalNumber, optionalText, requiredText, textList } from '../parameters.ts';
import { scopesOf } from '../queries.ts';

/**
 * The actions on app clients. A client's name must be unique in its pool, because the client's id is derived from it.
 */
export const clientActions = ({ kernel, pools }: CognitoContext): Record<string, Action> => {
  const existing = (input: Input): { poolId: string; client: Client } => {
    const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
    const clientId = requiredText(input, 'ClientId');
    const client = pools.get(poolId, 'client', clientId);
    if (!client) throw notFound(`User pool client ${clientId} does not exist.`);
    return { poolId, client };
  };
  const checkScopes = (poolId: string, { scopes }: Settings): void => {
    const known = scopesOf({ pools }, poolId);
    const unknown = scopes.find((scope) => !known.includes(scope));
    if (unknown !== undefined) throw new AwsError('ScopeDoesNotExistException', `Invalid scope requested: ${unknown}`);
  };
  return {
    CreateUserPoolClient: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      const name = requiredText(input, 'ClientName');
      const clientId = clientIdOf(poolId, name);
      const secret = flag(input, 'GenerateSecret') ? secretOf(kernel.ids.secret(40)) : undefined;
      const client: Client = { clientId, name, secret, createdMs: kernel.clock.now(), ...readSettings(input) };
      checkScopes(poolId, client);
      await pools.write(() => {
        if (pools.get(poolId, 'client', clientId)) throw exists(`The client ${name}`);
        pools.put(poolId, 'client', clientId, client);
      });
      return { UserPoolClient: shown(poolId, client) };
    },
    UpdateUserPoolClient: async (input) => {
      const { poolId, client } = existing(input);
      const changed = { ...client, ...readSettings(input) };
      checkScopes(poolId, changed);
      await pools.write(() => pools.put(poolId, 'client', client.clientId, changed));
      return { UserPoolClient: shown(poolId, changed) };
    },
    DescribeUserPoolClient: (input) => {
      const { poolId, client } = existing(input);
      return { UserPoolClient: shown(poolId, client) };
    },
    ListUserPoolClients: (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      const clients = pools.list(poolId, 'client');
      return {
        UserPoolClients: clients.map(({ clientId, name }) => ({
          ClientId: clientId,
          ClientName: name,
          UserPoolId: poolId,
        })),
      };
    },
    DeleteUserPoolClient: async (input) => {
      const { poolId, client } = existing(input);
      await pools.write(() => pools.delete(poolId, 'client', client.clientId));
      return {};
    },
  };
};

const secretOf = (base64: string): string => base64.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();

const shown = (poolId: string, client: Client) => ({
  UserPoolId: poolId,
  ClientId: client.clientId,
  ClientName: client.name,
  ...(client.secret !== undefined && { ClientSecret: client.secret }),
  AllowedOAuthFlows: client.flows,
  AllowedOAuthFlowsUserPoolClient: client.flows.length > 0,
  AllowedOAuthScopes: client.scopes,
  CallbackURLs: client.callbackUrls,
  LogoutURLs: client.logoutUrls,
  AccessTokenValidity: client.validity.accessTokenSeconds,
  IdTokenValidity: client.validity.idTokenSeconds,
  RefreshTokenValidity: client.validity.refreshTokenSeconds,
  TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
  CreationDate: new Date(client.createdMs),
  LastModifiedDate: new Date(client.createdMs),
});

type Settings = Pick<Client, 'flows' | 'scopes' | 'callbackUrls' | 'logoutUrls' | 'validity'>;

const readSettings = (input: Input): Settings => {
  const flows = flag(input, 'AllowedOAuthFlowsUserPoolClient') ? readFlows(input) : [];
  if (flows.includes('client_credentials') && flows.some((flow) => flow !== 'client_credentials'))
    throw invalid('client_credentials flow can not be selected along with code flow or implicit flow.');
  if (flows.includes('client_credentials') && !flag(input, 'GenerateSecret') && input.ClientId === undefined)
    throw invalid('client_credentials flow can not be selected if client does not have a client secret.');
  if (flows.length > 0 && textList(input, 'AllowedOAuthScopes').length === 0)
    throw invalid(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    );
  return {
    flows,
    scopes: textList(input, 'AllowedOAuthScopes'),
    callbackUrls: readCallbackUrls(input),
    logoutUrls: textList(input, 'LogoutURLs'),
    validity: readValidity(input),
  };
};

const isFlow = (flow: string): flow is Flow => FLOWS.some((known) => known === flow);

/** The member AllowedOAuthFlows. Throws InvalidParameterException. */
export const readFlows = (input: Input): readonly Flow[] =>
  textList(input, 'AllowedOAuthFlows').map((flow) => {
    if (isFlow(flow)) return flow;
    throw invalid(
      `1 validation error detected: Value '[${flow}]' at 'allowedOAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [${FLOWS.join(', ')}]]`,
    );
  });

/** The member CallbackURLs. Throws InvalidParameterException. */
export const readCallbackUrls = (input: Input): readonly string[] => {
  const urls = textList(input, 'CallbackURLs');
  for (const url of urls) checkUrl(url);
  return urls;
};

const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/;

const checkUrl = (url: string): void => {
  if (!URL.canParse(url) || (url.startsWith('http://') && !LOOPBACK.test(url)))
    throw invalid(`${url} is not a valid callback URL. Use https, or http with a loopback host.`);
};

const UNIT_SECONDS: { readonly [unit: string]: number | undefined } = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};

/**
 * Reads the lifetimes of tokens. The default units are those of AWS: hours for access and id tokens, days for refresh
 * tokens.
 */
const readValidity = (input: Input): Validity => {
  const units = object(input, 'TokenValidityUnits');
  const seconds = (member: string, unitMember: string, unit: string, fallback: number): number => {
    const count = optionalNumber(input, member);
    const factor = UNIT_SECONDS[optionalText(units, unitMember) ?? unit];
    if (factor === undefined) throw invalid(`The unit of ${member} must be seconds, minutes, hours or days.`);
    return (count ?? fallback) * (count === undefined ? (UNIT_SECONDS[unit] ?? 1) : factor);
  };
  return {
    accessTokenSeconds: seconds('AccessTokenValidity', 'AccessToken', 'hours', 1),
    idTokenSeconds: seconds('IdTokenValidity', 'IdToken', 'hours', 1),
    refreshTokenSeconds: seconds('RefreshTokenValidity', 'RefreshToken', 'days', 30),
  };
};
