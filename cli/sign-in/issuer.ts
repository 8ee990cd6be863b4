import { exchange } from '../api/exchange.ts';
import { checkedUrl } from '../api/location.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { printable } from '../terminal/table.ts';

/** Endpoints of an OpenID Connect issuer (OpenID Connect Discovery 1.0). */
export interface Issuer {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresInSeconds: number;
}

/** Reads the issuer's document. @throws CommandFailure if there is none, or if the document is of another issuer */
export async function discover(issuer: string): Promise<Issuer> {
  const { status, body } = await exchange(`${issuer}/.well-known/openid-configuration`);
  if (status >= 500 || status === 408)
    throw new CommandFailure(EXIT.failed, `The issuer at ${issuer} answered with status ${status}.`);
  const found = status === 200 ? members(body) : {};
  const { authorization_endpoint: authorization, token_endpoint: token } = found;
  if (found.issuer !== issuer || typeof authorization !== 'string' || typeof token !== 'string')
    throw new CommandFailure(EXIT.notFound, `There is no OpenID Connect issuer at ${issuer}.`);
  return {
    issuer,
    authorizationEndpoint: checkedUrl(authorization, 'authorization_endpoint'),
    tokenEndpoint: checkedUrl(token, 'token_endpoint'),
  };
}

export interface TokenRequest {
  readonly form: Readonly<Record<string, string>>;
  /** Credentials of a machine client, sent as HTTP Basic authentication. */
  readonly secret?: { readonly clientId: string; readonly clientSecret: string };
}

/** @throws CommandFailure if the issuer refuses the request */
export async function requestTokens({ tokenEndpoint }: Issuer, { form, secret }: TokenRequest): Promise<Tokens> {
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  if (secret !== undefined) headers.authorization = basic(secret.clientId, secret.clientSecret);
  const request = { method: 'POST', headers, body: new URLSearchParams(form).toString() };
  const { status, body } = await exchange(tokenEndpoint, request);
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, ...rest } = members(body);
  if (status !== 200 || typeof accessToken !== 'string')
    throw new CommandFailure(EXIT.failed, `The issuer refused: ${refusalIn(rest, status)}.`);
  return {
    accessToken,
    ...(typeof refreshToken === 'string' && { refreshToken }),
    expiresInSeconds: typeof expiresIn === 'number' ? expiresIn : 0,
  };
}

function basic(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function refusalIn({ error, error_description: description }: Readonly<Record<string, unknown>>, status: number) {
  const words = [error, description].filter((word) => typeof word === 'string').map(printable);
  return words.length === 0 ? `status ${status}` : words.join(', ');
}

function members(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
}
