import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Issuers } from '../../core/issuers.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { NodePathHandler } from '../../core/path-handler.ts';
import type { ServiceModule } from '../../core/service.ts';
import { clientActions } from './actions/clients.ts';
import { groupActions } from './actions/groups.ts';
import { poolActions } from './actions/pools.ts';
import { resourceServerActions } from './actions/resource-servers.ts';
import { userActions } from './actions/users.ts';
import type { CognitoContext } from './context.ts';
import { issuerOf, PATH_PREFIX, poolIdOfIssuer } from './names.ts';
import { errorPage } from './pages.ts';
import { PoolStore } from './pool-store.ts';
import { createProvider } from './provider.ts';
import { scopesOf } from './queries.ts';
import { signIn } from './sign-in.ts';
import { SigningKeys } from './signing-keys.ts';
import { answerUserInfo } from './user-info.ts';

export interface CognitoModule extends ServiceModule {
  /** Serves the issuers of all pools, each at `/_identity/<pool id>`. */
  readonly pathHandler: NodePathHandler;
  readonly issuers: Issuers;
}

/** Actions that this runtime does not support. Most of them are about passwords, codes and devices. */
const REFUSED = [
  'AdminConfirmSignUp',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminInitiateAuth',
  'AdminResetUserPassword',
  'AdminRespondToAuthChallenge',
  'AdminSetUserPassword',
  'AdminUserGlobalSignOut',
  'ChangePassword',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'CreateIdentityProvider',
  'CreateUserImportJob',
  'ForgotPassword',
  'GetUser',
  'GlobalSignOut',
  'InitiateAuth',
  'ListIdentityProviders',
  'ListUsersInGroup',
  'RespondToAuthChallenge',
  'SetUserPoolMfaConfig',
  'SignUp',
  'UpdateUserPool',
];

/**
 * Cognito user pools. Each pool is an OpenID Connect issuer on the loopback interface. Sign-in uses wall-clock time,
 * not the runtime's clock, so that a move of the clock does not end sessions.
 */
export const createCognito = (kernel: Kernel): CognitoModule => {
  const pools = new PoolStore(kernel.store);
  const keys = new SigningKeys(kernel);
  const context: CognitoContext = { kernel, pools, keys };
  const providerOf = providers(context);
  return {
    service: {
      name: 'cognito-idp',
      actions: {
        ...poolActions(context),
        ...clientActions(context),
        ...groupActions(context),
        ...userActions(context),
        ...resourceServerActions(context),
      },
      refused: REFUSED,
      protocols: [{ kind: 'json', targetPrefix: 'AWSCognitoIdentityProviderService', version: '1.1' }],
    },
    // The gateway does not check the Origin, because oidc-provider checks it against the client's callback URLs.
    pathHandler: {
      prefix: PATH_PREFIX,
      hasOriginRules: true,
      serve: (request, response) => serve(context, providerOf, request, response),
    },
    issuers: {
      find: (url) => {
        const poolId = poolIdOfIssuer(kernel.endpoint(), url);
        const key = poolId === undefined ? undefined : keys.publicKey(poolId);
        return poolId === undefined || !key
          ? undefined
          : { url: issuerOf(kernel.endpoint(), poolId), keys: { keys: [key] } };
      },
    },
  };
};

type ProviderOf = (poolId: string) => Promise<Provider>;

/** Creates one provider per pool on first use. If the pool's scopes have changed, creates a new one. */
const providers = (context: CognitoContext): ProviderOf => {
  const made = new Map<string, { readonly scopes: string; readonly provider: Promise<Provider> }>();
  return (poolId) => {
    const scopes = scopesOf(context, poolId).join(' ');
    const known = made.get(poolId);
    if (known?.scopes === scopes) return known.provider;
    const provider = createProvider(context, poolId);
    made.set(poolId, { scopes, provider });
    return provider;
  };
};

const RESUMED = '/oauth2/authorize/';

const serve = async (
  context: CognitoContext,
  providerOf: ProviderOf,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = request.url ?? '';
  const [, poolId = '', rest = ''] = /^\/_identity\/([^/?]*)(.*)$/s.exec(url) ?? [];
  if (!context.pools.pool(poolId) || !context.keys.of(poolId))
    return errorPage('not_found', 'No user pool exists at this address.', 404).send(response);
  if (rest.startsWith('/oauth2/userInfo')) return answerUserInfo(context, poolId, request, response);
  const provider = await providerOf(poolId);
  if (rest.startsWith('/sign-in/')) return signIn(context, { poolId, provider }, request, response);
  // The library resumes a sign-in by the id in the path only; it fails if there are query parameters of other routes.
  const path = rest.startsWith(RESUMED) ? rest.replace(/\?.*$/s, '') : rest;
  // The library compares these two properties, as set by Express, to find its mount path.
  Object.assign(request, { originalUrl: url, url: path === '' ? '/' : path });
  await provider.callback()(request, response);
};
