import type { Action } from '../../../core/service.ts';
import type { CognitoContext } from '../context.ts';
import { exists, notFound } from '../errors.ts';
import type { User, UserGroup } from '../model.ts';
import { type Input, optionalNumber, optionalText, requiredText } from '../parameters.ts';

/** The numbers of the sample users that are created with each group. */
const SAMPLES = [1, 2];

/** The actions on groups. The sample users of a group are created and deleted together with the group. */
export const groupActions = ({ kernel, pools }: CognitoContext): Record<string, Action> => {
  const existing = (input: Input): { poolId: string; group: UserGroup } => {
    const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
    const group = pools.get(poolId, 'group', requiredText(input, 'GroupName'));
    if (!group) throw notFound('Group not found.');
    return { poolId, group };
  };
  const sample = (group: string, index: number): User => ({
    username: `${group}-${index}`,
    sub: kernel.ids.uuid(),
    attributes: { email: `${group}-${index}@example.com`, email_verified: 'true' },
    groups: [group],
    sampleOf: group,
    createdMs: kernel.clock.now(),
  });
  return {
    CreateGroup: async (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      const group = { ...readGroup(input), createdMs: kernel.clock.now() };
      const samples = SAMPLES.map((index) => sample(group.name, index));
      await pools.write(() => {
        if (pools.get(poolId, 'group', group.name)) throw exists(`A group with the name ${group.name}`);
        pools.put(poolId, 'group', group.name, group);
        for (const user of samples)
          if (!pools.get(poolId, 'user', user.username)) pools.put(poolId, 'user', user.username, user);
      });
      return { Group: shown(poolId, group) };
    },
    UpdateGroup: async (input) => {
      const { poolId, group } = existing(input);
      const changed = { ...group, ...readGroup(input) };
      await pools.write(() => pools.put(poolId, 'group', group.name, changed));
      return { Group: shown(poolId, changed) };
    },
    ListGroups: (input) => {
      const { poolId } = pools.existing(requiredText(input, 'UserPoolId'));
      return { Groups: pools.list(poolId, 'group').map((group) => shown(poolId, group)) };
    },
    DeleteGroup: async (input) => {
      const { poolId, group } = existing(input);
      await pools.write(() => {
        for (const user of pools.list(poolId, 'user')) {
          if (user.sampleOf === group.name) pools.deleteUser(poolId, user);
          else if (user.groups.includes(group.name))
            pools.put(poolId, 'user', user.username, {
              ...user,
              groups: user.groups.filter((name) => name !== group.name),
            });
        }
        pools.delete(poolId, 'group', group.name);
      });
      return {};
    },
  };
};

const readGroup = (input: Input): Omit<UserGroup, 'createdMs'> => ({
  name: requiredText(input, 'GroupName'),
  description: optionalText(input, 'Description'),
  precedence: optionalNumber(input, 'Precedence'),
});

/** A group in the format of the API. */
export const shown = (poolId: string, { name, description, precedence, createdMs }: UserGroup) => ({
  GroupName: name,
  UserPoolId: poolId,
  ...(description !== undefined && { Description: description }),
  ...(precedence !== undefined && { Precedence: precedence }),
  CreationDate: new Date(createdMs),
  LastModifiedDate: new Date(createdMs),
});
