import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Config } from '../config.ts';

/** Data that the browser keeps during the sign-in: the page that opens after it. */
interface Return {
  readonly path: string;
}

/**
 * Signs in with the authorization code flow and PKCE, at Cognito or at the local runtime's issuer. Tokens are stored in
 * the session storage of this tab. Before they expire, they are renewed with the refresh token.
 */
export class Session {
  readonly #manager: UserManager;
  readonly #config: Config;

  constructor(config: Config, origin: string) {
    this.#config = config;
    const store = new WebStorageStateStore({ store: window.sessionStorage });
    this.#manager = new UserManager({
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: `${origin}/`,
      post_logout_redirect_uri: `${origin}/`,
      scope: 'openid profile',
      userStore: store,
      stateStore: store,
      automaticSilentRenew: true,
      loadUserInfo: false,
    });
  }

  /**
   * Completes a sign-in if this page is its redirect target. Resolves to the signed-in user, if any, and to the path of
   * the page to open. Rejects with the reason if the sign-in failed.
   */
  async resume(): Promise<{ readonly user: User | undefined; readonly path: string | undefined }> {
    const query = new URLSearchParams(window.location.search);
    if (query.has('state') && (query.has('code') || query.has('error'))) {
      const user = await this.#manager.signinCallback();
      return { user: user ?? undefined, path: (user?.state as Return | undefined)?.path ?? '/' };
    }
    const user = await this.#manager.getUser();
    return { user: user && !user.expired ? user : undefined, path: undefined };
  }

  /**
   * Opens the issuer's page in place of this one. It returns at once if the user has a session there. Rejects if the issuer
   * cannot be reached.
   */
  signIn(path: string): Promise<void> {
    return this.#manager.signinRedirect({ state: { path } satisfies Return, redirectMethod: 'replace' });
  }

  /** Ends the session in this tab and at the issuer. */
  async signOut(): Promise<void> {
    const { signOutUrl, clientId } = this.#config;
    if (signOutUrl === undefined) return this.#manager.signoutRedirect();
    await this.#manager.revokeTokens(['refresh_token']).catch(() => {});
    await this.#manager.removeUser();
    const query = new URLSearchParams({ client_id: clientId, logout_uri: `${window.location.origin}/` });
    window.location.assign(`${signOutUrl}?${query}`);
  }

  /** Resolves to a valid access token. Undefined if the session has ended. */
  async token(): Promise<string | undefined> {
    const user = await this.#manager.getUser();
    return user && !user.expired ? user.access_token : this.renewed();
  }

  /** Resolves to a new access token, for use after the API has refused the old one. */
  async renewed(): Promise<string | undefined> {
    try {
      return (await this.#manager.signinSilent())?.access_token;
    } catch {
      await this.#manager.removeUser();
      return undefined;
    }
  }
}
