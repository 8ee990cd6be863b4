/** A user pool; it is an issuer of tokens. */
export interface Pool {
  readonly poolId: string;
  readonly name: string;
  readonly createdMs: number;
}

/** The lifetimes of a client's tokens, in seconds. */
export interface Validity {
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** The OAuth flows of a client. The implicit flow can be allowed, as on AWS, but the local sign-in does not offer it. */
export const FLOWS = ['code', 'implicit', 'client_credentials'] as const;
export type Flow = (typeof FLOWS)[number];

export interface Client {
  readonly clientId: string;
  readonly name: string;
  readonly secret: string | undefined;
  readonly flows: readonly Flow[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly validity: Validity;
  readonly createdMs: number;
}

export interface UserGroup {
  readonly name: string;
  readonly description: string | undefined;
  readonly precedence: number | undefined;
  readonly createdMs: number;
}

export interface User {
  readonly username: string;
  /** The subject of tokens. Unlike a username, it is never reused for another user. */
  readonly sub: string;
  readonly attributes: { readonly [name: string]: string };
  readonly groups: readonly string[];
  /** The group with which this sample user was created; undefined for other users. */
  readonly sampleOf: string | undefined;
  readonly createdMs: number;
}

export interface ResourceServer {
  readonly identifier: string;
  /** Names of the scopes without the identifier. A token contains a scope as `<identifier>/<scope>`. */
  readonly scopes: readonly string[];
}

interface Domain {
  readonly domain: string;
}

/** The types of the objects in a pool, by kind. */
export interface Kinds {
  readonly client: Client;
  readonly group: UserGroup;
  readonly user: User;
  readonly resourceServer: ResourceServer;
  readonly domain: Domain;
}
