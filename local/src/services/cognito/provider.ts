import type { Context, Grant, Provider } from 'oidc-provider';
import { accessTokenClaims, CLAIMS, idTokenClaims } from './claims.ts';
import type { CognitoContext } from './context.ts';
import type { Client, User, Validity } from './model.ts';
import { ModelAdapter } from './model-adapter.ts';
import { issuerOf } from './names.ts';
import { errorPage, originOf, signedOutPage, signOutPage } from './pages.ts';
import { scopesOf, userOf } from './queries.ts';

/** The paths of a Cognito domain. */
const ROUTES = {
  authorization: '/oauth2/authorize',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
  revocation: '/oauth2/revoke',
  end_session: '/logout',
  jwks: '/.well-known/jwks.json',
};

const CODE_SECONDS = 300;
const SIGN_IN_SECONDS = 600;
const SESSION_SECONDS = 3600;
/** Lifetime of a grant. It is longer than the lifetime of any refresh token of the grant. */
const GRANT_SECONDS = 10 * 365 * 86_400;

/**
 * Creates the OpenID Connect issuer of a pool, with code flow and PKCE, refresh tokens and client credentials. Access
 * tokens are JWTs with Cognito's claims; their `aud` is the client, like in id tokens.
 */
export const createProvider = async (cognito: CognitoContext, poolId: string): Promise<Provider> => {
  // Loaded at the first sign-in, to keep the start of the runtime fast.
  const library = await import('oidc-provider');
  const issuer = issuerOf(cognito.kernel.endpoint(), poolId);
  const keys = cognito.keys.of(poolId);
  const policy = library.interactionPolicy.base();
  policy.remove('consent');
  const provider = new library.Provider(issuer, {
    adapter: (model: string) => new ModelAdapter(cognito, poolId, model),
    jwks: { keys: [keys?.signing] },
    cookies: { keys: [keys?.cookies] },
    routes: ROUTES,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'none'],
    scopes: scopesOf(cognito, poolId),
    claims: CLAIMS,
    conformIdTokenClaims: false,
    features: features(cognito, { poolId, issuer }),
    interactions: {
      policy,
      url: (_: Context, { uid }: { uid: string }) => `${new URL(issuer).pathname}/sign-in/${uid}`,
    },
    findAccount: (_: Context, sub: string) => account(userOf(cognito, poolId, sub)),
    extraTokenClaims: (_: Context, token: { accountId?: string }) =>
      accessTokenClaims(token.accountId === undefined ? undefined : userOf(cognito, poolId, token.accountId)),
    loadExistingGrant: (context: Context) => grant(context, issuer, scopesOf(cognito, poolId).join(' ')),
    issueRefreshToken: async () => true,
    expiresWithSession: async () => false,
    rotateRefreshToken: false,
    ttl: lifetimes(cognito, poolId),
    clientBasedCORS: (_: Context, origin: string, { clientId }: { clientId: string }) =>
      Boolean(
        cognito.pools.get(poolId, 'client', clientId)?.callbackUrls.some((url) => new URL(url).origin === origin),
      ),
    renderError: (context: Context, { error, error_description }: { error: string; error_description?: string }) =>
      errorPage(error, error_description ?? '').show(context),
  });
  provider.on('server_error', (_, error) => {
    cognito.kernel.log.error('The sign-in failed because of an error in the runtime itself.', {
      error: error.stack ?? String(error),
    });
  });
  return provider;
};

const features = ({ pools }: CognitoContext, { poolId, issuer }: { poolId: string; issuer: string }) => ({
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: { enabled: true },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (context: Context, form: string) =>
      signOutPage(form, originOf(context.oidc.params.post_logout_redirect_uri)).show(context),
    postLogoutSuccessSource: (context: Context) => signedOutPage().show(context),
  },
  resourceIndicators: {
    enabled: true,
    defaultResource: ({ oidc }: Context, { clientId }: { clientId: string }) => {
      const { flows = [], scopes = [] } = pools.get(poolId, 'client', clientId) ?? {};
      // As on Cognito, a client-credentials request without a scope gets all scopes of the client.
      if (flows.includes('client_credentials')) oidc.params.scope ??= scopes.join(' ');
      return issuer;
    },
    useGrantedResource: () => true,
    getResourceServerInfo: (_: Context, __: string, { clientId }: { clientId: string }) => ({
      scope: pools.get(poolId, 'client', clientId)?.scopes.join(' ') ?? '',
      audience: clientId,
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
});

const account = (user: User | undefined) => user && { accountId: user.sub, claims: async () => idTokenClaims(user) };

/** Creates the grant. The user is not asked for consent, because the operator owns all clients of a pool. */
const grant = async ({ oidc }: Context, resource: string, scope: string): Promise<Grant> => {
  const made = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
  made.addOIDCScope(scope);
  made.addResourceScope(resource, scope);
  await made.save();
  return made;
};

const lifetimes = ({ pools }: CognitoContext, poolId: string) => {
  const ofClient =
    (member: keyof Validity) =>
    (_: Context, __: unknown, client: { clientId: string }): number => {
      const found: Client | undefined = pools.get(poolId, 'client', client.clientId);
      return found?.validity[member] ?? 1;
    };
  return {
    AccessToken: ofClient('accessTokenSeconds'),
    ClientCredentials: ofClient('accessTokenSeconds'),
    IdToken: ofClient('idTokenSeconds'),
    RefreshToken: ofClient('refreshTokenSeconds'),
    AuthorizationCode: CODE_SECONDS,
    Interaction: SIGN_IN_SECONDS,
    Session: SESSION_SECONDS,
    Grant: GRANT_SECONDS,
  };
};
