import type { Home } from '../../../core/aws/arn.ts';
import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { SchedulerContext } from '../context.ts';
import { groupExists } from '../errors.ts';
import { DEFAULT_GROUP, groupArn } from '../names.ts';
import { nameParameter, page, prefixParameter, tokenParameter } from '../parameters.ts';
import type { Group } from '../store/group-store.ts';
import { tagsParameter } from './tags.ts';

const describe = (home: Home, { name, createdMs, modifiedMs }: Group) => ({
  Arn: groupArn(home, name),
  CreationDate: new Date(createdMs),
  LastModificationDate: new Date(modifiedMs),
  Name: name,
  State: 'ACTIVE',
});

export const groupActions = (context: SchedulerContext): { readonly [name: string]: Action } => {
  const { kernel, schedules, groups, planner } = context;
  const { home, clock, store } = kernel;

  const CreateScheduleGroup: Action = async (input) => {
    const name = nameParameter(input);
    const clientToken = tokenParameter(input) ?? null;
    const tags = tagsParameter(input);
    const arn = groupArn(home, name);
    await store.write(() => {
      const existing = groups.find(name);
      if (existing && clientToken !== null && existing.clientToken === clientToken) return;
      if (existing) throw groupExists(name);
      const nowMs = clock.now();
      groups.add({ name, clientToken, createdMs: nowMs, modifiedMs: nowMs });
      groups.putTags(arn, tags);
    });
    return { ScheduleGroupArn: arn };
  };

  const GetScheduleGroup: Action = (input) => describe(home, groups.get(nameParameter(input)));

  /** Also deletes the schedules of the group, as on AWS. */
  const DeleteScheduleGroup: Action = async (input) => {
    const name = nameParameter(input);
    tokenParameter(input);
    if (name === DEFAULT_GROUP) throw validationError('The default schedule group cannot be deleted.');
    await store.write(() => {
      groups.get(name);
      for (const schedule of schedules.list().filter(({ group }) => group === name)) {
        schedules.delete(name, schedule.name);
        planner.clear(name, schedule.name);
      }
      groups.delete(name);
      groups.removeAllTags(groupArn(home, name));
    });
    return {};
  };

  const ListScheduleGroups: Action = (input) => {
    const prefix = prefixParameter(input);
    const found = groups.list().filter(({ name }) => name.startsWith(prefix));
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { ScheduleGroups: items.map((group) => describe(home, group)), ...next };
  };

  return { CreateScheduleGroup, GetScheduleGroup, DeleteScheduleGroup, ListScheduleGroups };
};
