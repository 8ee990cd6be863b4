import type { User } from './model.ts';
import type { PoolStore } from './pool-store.ts';

const STANDARD_SCOPES = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

/** All scopes that a token of the pool can have. */
export const scopesOf = ({ pools }: { readonly pools: PoolStore }, poolId: string): string[] => [
  ...STANDARD_SCOPES,
  ...pools
    .list(poolId, 'resourceServer')
    .flatMap(({ identifier, scopes }) => scopes.map((scope) => `${identifier}/${scope}`)),
];

/** The user with the `sub` of a token; undefined if the user was deleted. */
export const userOf = ({ pools }: { readonly pools: PoolStore }, poolId: string, sub: unknown): User | undefined =>
  pools.list(poolId, 'user').find((user) => user.sub === sub);
