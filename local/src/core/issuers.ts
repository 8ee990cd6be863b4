import type { JSONWebKeySet } from 'jose';

/** A token issuer with its public keys. */
export interface Issuer {
  /** Value of the `iss` claim. */
  readonly url: string;
  readonly keys: JSONWebKeySet;
}

export interface Issuers {
  /** Finds an issuer by the URL in a template; undefined for an unknown one. */
  find(url: string): Issuer | undefined;
}
