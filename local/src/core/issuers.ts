import type { JSONWebKeySet } from 'jose';

/** An issuer of tokens whose keys are known here. */
export interface Issuer {
  /** What its tokens say in `iss`. */
  readonly url: string;
  readonly keys: JSONWebKeySet;
}

export interface Issuers {
  /** By the URL as a template names it; undefined for one that is not known here. */
  find(url: string): Issuer | undefined;
}
