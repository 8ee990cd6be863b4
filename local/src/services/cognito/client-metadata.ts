import type { Client } from './model.ts';

const GRANTS = {
  code: ['authorization_code', 'refresh_token'],
  implicit: [],
  client_credentials: ['client_credentials'],
} as const;

/**
 * The metadata of a client in the format of OpenID Connect.
 * https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata
 */
export const clientMetadata = (client: Client) => ({
  client_id: client.clientId,
  client_name: client.name,
  ...(client.secret !== undefined && { client_secret: client.secret }),
  token_endpoint_auth_method: client.secret === undefined ? 'none' : 'client_secret_basic',
  grant_types: client.flows.flatMap((flow) => GRANTS[flow]),
  response_types: client.flows.includes('code') ? ['code'] : [],
  redirect_uris: client.flows.includes('code') ? client.callbackUrls : [],
  post_logout_redirect_uris: client.logoutUrls,
  scope: client.scopes.join(' '),
  id_token_signed_response_alg: 'RS256',
});
