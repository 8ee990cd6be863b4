/** A user pool: the issuer of tokens. */
export interface Pool {
  readonly poolId: string;
  readonly name: string;
  readonly createdMs: number;
}

/** How long what a client gets stays valid, in seconds. */
export interface Validity {
  readonly accessTokenSeconds: number;
  readonly idTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

export interface Client {
  readonly clientId: string;
  readonly name: string;
  readonly secret: string | undefined;
  readonly flows: readonly ('code' | 'client_credentials')[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly validity: Validity;
  readonly createdMs: number;
}

export interface Group {
  readonly name: string;
  readonly description: string | undefined;
  readonly precedence: number | undefined;
  readonly createdMs: number;
}

export interface User {
  readonly username: string;
  /** What tokens name; unlike the username it never comes again. */
  readonly sub: string;
  readonly attributes: { readonly [name: string]: string };
  readonly groups: readonly string[];
  /** The group that it was made with, for somebody to sign in as. */
  readonly sampleOf: string | undefined;
  readonly createdMs: number;
}

export interface ResourceServer {
  readonly identifier: string;
  /** Without the identifier; tokens have `<identifier>/<scope>`. */
  readonly scopes: readonly string[];
}

export interface Domain {
  readonly domain: string;
}

/** What a pool holds, by kind. */
export interface Kinds {
  readonly client: Client;
  readonly group: Group;
  readonly user: User;
  readonly resourceServer: ResourceServer;
  readonly domain: Domain;
}
