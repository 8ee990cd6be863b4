import { createHash, randomBytes } from 'node:crypto';
import { CommandFailure, EXIT } from '../failures.ts';
import { type Issuer, requestTokens, type Tokens } from './issuer.ts';

/** Redirect URI of the code flow. The user pool's client allows exactly this URL. */
export const REDIRECT_URI = 'http://localhost:4568/';

/** Lets the user sign in at `link`. Resolves to the redirect URL with its query parameters. */
export type Visit = (link: string) => Promise<URL>;

/**
 * Signs a user in with the authorization code flow and PKCE (RFC 7636).
 * @throws CommandFailure if the redirect has no code or a wrong `state`, or if the issuer refuses the code
 */
export async function signInByCode(issuer: Issuer, clientId: string, visit: Visit): Promise<Tokens> {
  const verifier = secret();
  const state = secret();
  const link = new URL(issuer.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    scope: 'openid',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) link.searchParams.set(name, value);
  const { searchParams } = await visit(link.href);
  const code = searchParams.get('code');
  if (searchParams.get('state') !== state || code === null)
    throw new CommandFailure(EXIT.failed, `The sign-in failed: ${searchParams.get('error') ?? 'no code came back'}.`);
  const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: REDIRECT_URI };
  return requestTokens(issuer, { form: { ...form, code, code_verifier: verifier } });
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
