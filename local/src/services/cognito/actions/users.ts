import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { CognitoContext } from '../context.ts';
import { notFound, userNotFound } from '../errors.ts';
import type { User } from '../model.ts';
import { type Input, objectList, optionalNumber, optionalText, requiredText } from '../parameters.ts';
import { shown as shownGroup } from './groups.ts';

const MAX_USERS = 60;
const FILTER = /^\s*([\w:"]+)\s*(\^?=)\s*"([^"]*)"\s*$/;

/** The actions on users and on their groups. Users have no passwords in this runtime. */
export const userActions = ({ kernel, pools }: CognitoContext): Record<string, Action> => {
  const existing = (input: Input): { poolId: string; user: User } => {
    const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
    const user = pools.get(poolId, 'user', requiredText(input, 'Username'));
    if (!user) throw userNotFound();
    return { poolId, user };
  };
  /**
   * Reads and changes a user in one transaction, so that concurrent changes of one user do not overwrite each other.
   */
  const change = async (input: Input, changed: (user: User, poolId: string) => Partial<User>) => {
    await pools.write(() => {
      const { poolId, user } = existing(input);
      pools.put(poolId, 'user', user.username, { ...user, ...changed(user, poolId) });
    });
    return {};
  };
  return {
    AdminCreateUser: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      const username = requiredText(input, 'Username');
      const user: User = {
        username,
        sub: kernel.ids.uuid(),
        attributes: readAttributes(input),
        groups: [],
        sampleOf: undefined,
        createdMs: kernel.clock.now(),
      };
      await pools.write(() => {
        if (pools.get(poolId, 'user', username))
          throw new AwsError('UsernameExistsException', 'User account already exists');
        pools.put(poolId, 'user', username, user);
      });
      return { User: shown(user) };
    },
    AdminGetUser: (input) => {
      const { Attributes, ...facts } = shown(existing(input).user);
      return { ...facts, UserAttributes: Attributes };
    },
    AdminUpdateUserAttributes: (input) =>
      change(input, ({ attributes }) => ({ attributes: { ...attributes, ...readAttributes(input) } })),
    AdminDeleteUser: async (input) => {
      const { poolId, user } = existing(input);
      await pools.write(() => pools.deleteUser(poolId, user));
      return {};
    },
    AdminAddUserToGroup: (input) =>
      change(input, ({ groups }, poolId) => {
        const group = requiredText(input, 'GroupName');
        if (!pools.get(poolId, 'group', group)) throw notFound('Group not found.');
        return { groups: [...new Set([...groups, group])].sort() };
      }),
    AdminRemoveUserFromGroup: (input) =>
      change(input, ({ groups }) => ({ groups: groups.filter((name) => name !== requiredText(input, 'GroupName')) })),
    AdminListGroupsForUser: (input) => {
      const { poolId, user } = existing(input);
      const groups = user.groups.flatMap((name) => pools.get(poolId, 'group', name) ?? []);
      return { Groups: groups.map((group) => shownGroup(poolId, group)) };
    },
    ListUsers: (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      const limit = Math.min(optionalNumber(input, 'Limit') ?? MAX_USERS, MAX_USERS);
      const after = optionalText(input, 'PaginationToken');
      const matching = pools.list(poolId, 'user').filter(filterOf(optionalText(input, 'Filter')));
      const rest = matching.filter(({ username }) => after === undefined || username > after);
      const page = rest.slice(0, limit);
      const last = rest.length > limit ? page.at(-1)?.username : undefined;
      return { Users: page.map(shown), ...(last !== undefined && { PaginationToken: last }) };
    },
  };
};

const readAttributes = (input: Input): Record<string, string> =>
  Object.fromEntries(
    objectList(input, 'UserAttributes').map((item) => [requiredText(item, 'Name'), optionalText(item, 'Value') ?? '']),
  );

const filterOf = (filter: string | undefined): ((user: User) => boolean) => {
  if (filter === undefined || filter === '') return () => true;
  const [, name = '', operator, value = ''] = FILTER.exec(filter) ?? [];
  if (operator === undefined)
    throw new AwsError('InvalidParameterException', 'Error while parsing filter: it must be `name = "value"`.');
  const attribute = name.replaceAll('"', '');
  return (user) => {
    const found = attributeOf(user, attribute);
    return operator === '=' ? found === value : (found?.startsWith(value) ?? false);
  };
};

const attributeOf = ({ username, sub, attributes }: User, name: string): string | undefined => {
  if (name === 'username') return username;
  return name === 'sub' ? sub : attributes[name];
};

const shown = ({ username, sub, attributes, createdMs }: User) => ({
  Username: username,
  Attributes: Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value })),
  Enabled: true,
  UserStatus: 'CONFIRMED',
  UserCreateDate: new Date(createdMs),
  UserLastModifiedDate: new Date(createdMs),
});
