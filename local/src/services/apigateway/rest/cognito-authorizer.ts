import type { JWTPayload } from 'jose';
import { bearerToken, EXPIRED, scopesOf, verifiedToken } from '../../../core/authorization/verified-token.ts';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { isMatch } from '../../../core/isolation/pattern.ts';
import type { Issuers } from '../../../core/issuers.ts';
import { type Input, requiredText, textList } from '../parameters.ts';
import type { CognitoAuthorizer } from './definitions.ts';
import { headerSource, validationPattern } from './identity-source.ts';

/** The claims of an accepted token as text, or the reason for which the request is refused. */
type Decision =
  | { readonly claims: { readonly [name: string]: string } }
  | { readonly refused: 'UNAUTHORIZED' | 'EXPIRED' };

const USER_POOL = /^arn:aws:cognito-idp:([\w-]+):\d+:userpool\/([\w-]+)$/;

/** Throws BadRequestException for an authorizer that is invalid or accepts tokens of unknown user pools. */
export const readCognitoAuthorizer = (input: Input, issuers: Issuers): CognitoAuthorizer => {
  const pools = textList(input, 'ProviderARNs');
  if (pools.length === 0) throw badRequest('ProviderARNs must not be empty');
  return {
    id: requiredText(input, 'Id'),
    apiId: requiredText(input, 'RestApiId'),
    header: headerSource(input),
    audiencePattern: validationPattern(input),
    issuers: pools.map((arn) => {
      const [, region, poolId] = USER_POOL.exec(arn) ?? [];
      const issuer = `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
      if (!issuers.find(issuer)) throw badRequest(`ProviderARNs has ${arn}, which is not a user pool of this runtime`);
      return issuer;
    }),
  };
};

/**
 * Checks the token of a request. A method with scopes needs an access token with one of them, a method without scopes
 * an id token. `nowMs` is wall-clock time in milliseconds since the epoch.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
export const decideOnToken = async (
  header: string | undefined,
  authorizer: CognitoAuthorizer,
  { issuers, scopes, nowMs }: { readonly issuers: Issuers; readonly scopes: readonly string[]; readonly nowMs: number },
): Promise<Decision> => {
  const token = bearerToken(header);
  if (token === undefined) return { refused: 'UNAUTHORIZED' };
  let refused: 'UNAUTHORIZED' | 'EXPIRED' = 'UNAUTHORIZED';
  for (const url of authorizer.issuers) {
    const issuer = issuers.find(url);
    const payload = issuer && (await verifiedToken(token, issuer, nowMs));
    if (payload === EXPIRED) refused = 'EXPIRED';
    if (typeof payload !== 'object') continue;
    return isAccepted(payload, authorizer, scopes) ? { claims: claimsOf(payload) } : { refused: 'UNAUTHORIZED' };
  }
  return { refused };
};

/** The expression is compared with the audience, which access tokens do not have. */
const isAccepted = (
  payload: JWTPayload,
  { audiencePattern: pattern }: CognitoAuthorizer,
  scopes: readonly string[],
): boolean => {
  if (pattern !== undefined && !isMatch(pattern, String(payload.aud ?? ''))) return false;
  if (scopes.length === 0) return payload.token_use === 'id';
  const given = payload.token_use === 'access' ? scopesOf(payload) : [];
  return scopes.some((scope) => given.includes(scope));
};

const claimsOf = (payload: JWTPayload): Record<string, string> =>
  Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(name, value)]));

/** A claim as text. Lists are joined with commas; the times of issue and expiry become dates, other times stay numbers. */
const claimText = (name: string, value: unknown): string => {
  if ((name === 'iat' || name === 'exp') && typeof value === 'number') return dateText(value);
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** A time in seconds since the epoch, such as `Sun Dec 17 07:28:12 UTC 2017`. */
const dateText = (seconds: number): string => {
  const [weekday = '', day, month, year, time] = new Date(seconds * 1000).toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${day} ${time} UTC ${year}`;
};
