import { createHash, randomBytes } from 'node:crypto';
import { REDIRECT_URI } from '../../cli/sign-in/code-flow.ts';
import { discover } from '../../cli/sign-in/issuer.ts';
import { visitLocalForm } from '../../cli/sign-in/local-form.ts';

/** The tokens of a signed-in user. */
export interface UserTokens {
  readonly accessToken: string;
  readonly idToken: string;
}

/** Signs a user in at a local issuer with the code flow, for a public client whose callback is that of the command line. */
export const userTokens = async (issuer: string, clientId: string, user: string): Promise<UserTokens> => {
  const { authorizationEndpoint, tokenEndpoint } = await discover(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const link = new URL(authorizationEndpoint);
  link.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const { searchParams } = await visitLocalForm(issuer, user)(link.href);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    code: searchParams.get('code') ?? '',
    code_verifier: verifier,
  });
  const answer = await fetch(tokenEndpoint, { method: 'POST', body });
  const tokens = (await answer.json()) as { readonly access_token?: string; readonly id_token?: string };
  if (tokens.access_token === undefined || tokens.id_token === undefined)
    throw new Error(`The sign-in of ${user} failed with status ${answer.status}.`);
  return { accessToken: tokens.access_token, idToken: tokens.id_token };
};

/** The access token of a machine client. */
export const machineToken = async (issuer: string, clientId: string, secret: string): Promise<string> => {
  const { tokenEndpoint } = await discover(issuer);
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token?: string };
  if (token === undefined) throw new Error(`The machine client got status ${answer.status}.`);
  return token;
};
