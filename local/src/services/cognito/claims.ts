import type { User } from './model.ts';

/** The claims of the id token, by the scope that adds them. */
export const CLAIMS = {
  openid: ['sub', 'cognito:username', 'cognito:groups', 'token_use'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  profile: ['name', 'given_name', 'family_name', 'nickname', 'preferred_username', 'locale', 'zoneinfo'],
} as const;

const groupsOf = ({ groups }: User) => (groups.length === 0 ? {} : { 'cognito:groups': groups });

/** Attributes that are strings in the API, but booleans in tokens. */
const BOOLEAN_ATTRIBUTES = new Set(['email_verified', 'phone_number_verified']);

const attributesOf = ({ attributes }: User): Record<string, string | boolean> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, BOOLEAN_ATTRIBUTES.has(name) ? value === 'true' : value]),
  );

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
export const idTokenClaims = (user: User) => ({
  ...attributesOf(user),
  sub: user.sub,
  token_use: 'id',
  'cognito:username': user.username,
  ...groupsOf(user),
});

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export const accessTokenClaims = (user: User | undefined) => ({
  token_use: 'access',
  ...(user && { username: user.username, ...groupsOf(user) }),
});

/** https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html */
export const userInfo = (user: User) => ({ ...user.attributes, sub: user.sub, username: user.username });
