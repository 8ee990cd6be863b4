import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Issuers } from '../../core/issuers.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import type { RawSite } from '../../core/site.ts';
import { clientActions } from './actions/clients.ts';
import { groupActions } from './actions/groups.ts';
import { poolActions } from './actions/pools.ts';
import { resourceServerActions } from './actions/resource-servers.ts';
import { userActions } from './actions/users.ts';
import { issuerOf, poolIdOfIssuer, SITE_PREFIX } from './names.ts';
import { errorPage } from './pages.ts';
import type { Parts } from './parts.ts';
import { PoolStore } from './pool-store.ts';
import { createProvider } from './provider.ts';
import { scopesOf } from './queries.ts';
import { signIn } from './sign-in.ts';
import { SigningKeys } from './signing-keys.ts';
import { answerUserInfo } from './user-info.ts';

export interface IdentityModule extends ServiceModule {
  /** Serves the issuer of every pool at `/_identity/<pool id>`. */
  readonly site: RawSite;
  readonly issuers: Issuers;
}

/** Actions of Cognito that are about passwords, codes and devices, of which there are none here. */
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
 * Cognito user pools, each an OpenID Connect issuer on loopback. Sign-in is on the machine's time, not on the runtime's
 * clock: moving the clock signs nobody out.
 */
export const createIdentity = (kernel: Kernel): IdentityModule => {
  const pools = new PoolStore(kernel.store);
  const keys = new SigningKeys(kernel);
  const parts: Parts = { kernel, pools, keys };
  const providerOf = providers(parts);
  return {
    service: {
      name: 'cognito-idp',
      actions: {
        ...poolActions(parts),
        ...clientActions(parts),
        ...groupActions(parts),
        ...userActions(parts),
        ...resourceServerActions(parts),
      },
      refused: REFUSED,
      protocols: [{ kind: 'json', targetPrefix: 'AWSCognitoIdentityProviderService', version: '1.1' }],
    },
    // Which page may ask for tokens is known by the callbacks of the client it names.
    site: {
      prefix: SITE_PREFIX,
      hasOriginRules: true,
      serve: (request, response) => serve(parts, providerOf, request, response),
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

/** One for each pool, made when first asked for, and anew when the pool's scopes have changed. */
const providers = (parts: Parts): ProviderOf => {
  const made = new Map<string, { readonly scopes: string; readonly provider: Promise<Provider> }>();
  return (poolId) => {
    const scopes = scopesOf(parts, poolId).join(' ');
    const known = made.get(poolId);
    if (known?.scopes === scopes) return known.provider;
    const provider = createProvider(parts, poolId);
    made.set(poolId, { scopes, provider });
    return provider;
  };
};

const serve = async (
  parts: Parts,
  providerOf: ProviderOf,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const url = request.url ?? '';
  const [, poolId = '', rest = ''] = /^\/_identity\/([^/?]*)(.*)$/s.exec(url) ?? [];
  if (!parts.pools.pool(poolId) || !parts.keys.of(poolId))
    return errorPage('not_found', 'There is no user pool at this address.', 404).send(response);
  if (rest.startsWith('/oauth2/userInfo')) return answerUserInfo(parts, poolId, request, response);
  const provider = await providerOf(poolId);
  if (rest.startsWith('/sign-in/')) return signIn(parts, { poolId, provider }, request, response);
  // The library finds out where it is mounted by comparing these two, as Express sets them.
  Object.assign(request, { originalUrl: url, url: rest === '' ? '/' : rest });
  await provider.callback()(request, response);
};
