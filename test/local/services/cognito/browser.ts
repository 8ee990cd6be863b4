import { createHash, randomBytes } from 'node:crypto';

/** A browser that keeps cookies and does not follow redirects automatically. */
export class Browser {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>();

  async go(url: string, init: { method?: string; body?: URLSearchParams } = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  /** Follows redirects that lead below `base`; returns the last response and its URL. */
  async follow(url: string, base: string): Promise<{ answer: Response; url: string }> {
    let at = url;
    for (;;) {
      const answer = await this.go(at);
      const location = answer.headers.get('location');
      if (location === null) return { answer, url: at };
      at = new URL(location, at).href;
      if (!at.startsWith(base)) return { answer, url: at };
    }
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}

export interface Client {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
}

export interface Challenge {
  readonly verifier: string;
  readonly challenge: string;
}

export const newChallenge = (): Challenge => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

export const authorizeUrl = (client: Client, more: Record<string, string>): string => {
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: client.scope,
    state: 'state-1',
    ...more,
  };
  return `${client.issuer}/oauth2/authorize?${new URLSearchParams(parameters)}`;
};

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

/** Signs in as `username` over HTTP and fetches the tokens. */
export const signInAs = async (browser: Browser, client: Client, username: string): Promise<Tokens> => {
  const { verifier, challenge } = newChallenge();
  const start = authorizeUrl(client, { code_challenge: challenge, code_challenge_method: 'S256' });
  const page = await browser.follow(start, client.issuer);
  const posted = await browser.go(page.url, { method: 'POST', body: new URLSearchParams({ username }) });
  const end = await browser.follow(posted.headers.get('location') ?? '', client.issuer);
  const code = new URL(end.url).searchParams.get('code') ?? '';
  const answer = await requestToken(client.issuer, {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    code,
    code_verifier: verifier,
  });
  return answer.body as unknown as Tokens;
};

export const requestToken = async (
  issuer: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${issuer}/oauth2/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
