import type { CallerRole, TokensByRole } from './callers.ts';
import type { ApiRoute } from './openapi.ts';

/** What a caller sends to prove who it is. */
const TOKEN_KINDS = ['none', 'expired', 'of another pool', 'with a changed signature', 'an id token', 'valid'] as const;
type TokenKind = (typeof TOKEN_KINDS)[number];

/** One cell of the matrix. */
export interface Cell {
  readonly route: ApiRoute;
  readonly role: CallerRole;
  readonly kind: TokenKind;
}

/** Statuses that a cell may have, in words. */
export interface Expected {
  readonly text: string;
  readonly allows: (status: number) => boolean;
}

const UNAUTHORIZED: Expected = { text: '401', allows: (status) => status === 401 };
/** API Gateway accepts an id token, whose audience is the client; the functions then refuse it. */
const REFUSED: Expected = { text: '401 or 403', allows: (status) => status === 401 || status === 403 };
const FORBIDDEN: Expected = { text: '403', allows: (status) => status === 403 };

const isAllowed = ({ roles }: ApiRoute, role: CallerRole): boolean =>
  roles === 'SIGNED_IN' || (role !== 'NONE' && roles.includes(role));

/** The answer that the document promises for a cell. */
export const expectedOf = ({ route, role, kind }: Cell): Expected => {
  if (kind === 'an id token') return REFUSED;
  if (kind !== 'valid') return UNAUTHORIZED;
  if (!isAllowed(route, role)) return FORBIDDEN;
  const statuses = route.statuses.filter((status) => status < 500 && status !== 403);
  return { text: statuses.join(' or '), allows: (status) => statuses.includes(status) };
};

/** All tokens of one run. */
export interface Tokens {
  readonly valid: TokensByRole;
  readonly expired: TokensByRole;
  readonly ofOtherPool: string;
}

/** A token whose signature has one other character; not the last one, of which some bits do not count. */
const withChangedSignature = (token: string): string => {
  const at = token.lastIndexOf('.') + 10;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
};

/** The token of a cell; undefined for `none`. 'missing' if there is no such token, as machines have no id token. */
export const tokenOf = (
  { role, kind }: Cell,
  { valid, expired, ofOtherPool }: Tokens,
): string | undefined | 'missing' => {
  switch (kind) {
    case 'none':
      return undefined;
    case 'expired':
      return expired[role].access;
    case 'of another pool':
      return ofOtherPool;
    case 'with a changed signature':
      return withChangedSignature(valid[role].access);
    case 'an id token':
      return valid[role].id ?? 'missing';
    default:
      return valid[role].access;
  }
};

/** Every route with every role and every kind of token. */
export const cellsOf = (routes: readonly ApiRoute[], roles: readonly CallerRole[]): readonly Cell[] =>
  routes.flatMap((route) => roles.flatMap((role) => TOKEN_KINDS.map((kind) => ({ route, role, kind }))));
