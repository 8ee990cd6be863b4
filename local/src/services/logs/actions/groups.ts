import { arnOf } from '../../../core/aws/arn.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Action } from '../../../core/service.ts';
import { constraint, groupNotFound } from '../errors.ts';
import type { LogStore } from '../log-store.ts';
import {
  type Input,
  limit,
  list,
  optionalInteger,
  optionalMap,
  optionalText,
  pageOf,
  requiredText,
} from '../parameters.ts';

const NAME = /^[\w./#-]{1,512}$/;
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const groupActions = (kernel: Kernel, store: LogStore): Record<string, Action> => ({
  CreateLogGroup: async (input) => {
    const name = requiredText(input, 'logGroupName');
    if (!NAME.test(name))
      throw constraint('logGroupName', name, 'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+');
    await store.createGroup(name, optionalMap(input, 'tags') ?? {});
    return {};
  },
  DeleteLogGroup: async (input) => {
    await store.deleteGroup(requiredText(input, 'logGroupName'));
    return {};
  },
  DescribeLogGroups: (input) => {
    const prefix = optionalText(input, 'logGroupNamePrefix') ?? '';
    const part = optionalText(input, 'logGroupNamePattern')?.toLowerCase() ?? '';
    const wanted = store.groups().filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(part));
    const { items, next } = pageOf(wanted, input, limit(input, 50));
    return { logGroups: items.map((group) => describe(kernel, group)), ...next };
  },
  PutRetentionPolicy: async (input) => {
    const retentionDays = optionalInteger(input, 'retentionInDays');
    if (retentionDays === undefined || !RETENTION_DAYS.includes(retentionDays))
      throw constraint(
        'retentionInDays',
        retentionDays,
        `Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
      );
    await store.changeGroup(requiredText(input, 'logGroupName'), (group) => ({ ...group, retentionDays }));
    return {};
  },
  DeleteRetentionPolicy: async (input) => {
    await store.changeGroup(requiredText(input, 'logGroupName'), (group) => ({ ...group, retentionDays: undefined }));
    return {};
  },
  TagResource: async (input) => {
    const tags = optionalMap(input, 'tags') ?? {};
    await store.changeGroup(groupOfArn(input), (group) => ({ ...group, tags: { ...group.tags, ...tags } }));
    return {};
  },
  UntagResource: async (input) => {
    const keys = new Set(list(input, 'tagKeys'));
    await store.changeGroup(groupOfArn(input), (group) => ({
      ...group,
      tags: Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.has(key))),
    }));
    return {};
  },
  ListTagsForResource: (input) => ({ tags: store.group(groupOfArn(input)).tags }),
});

const groupArn = (kernel: Kernel, name: string): string => arnOf(kernel.home, 'logs', `log-group:${name}`);

const describe = (kernel: Kernel, group: ReturnType<LogStore['group']>) => ({
  logGroupName: group.name,
  creationTime: group.createdMs,
  ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
  metricFilterCount: 0,
  arn: `${groupArn(kernel, group.name)}:*`,
  logGroupArn: groupArn(kernel, group.name),
  logGroupClass: 'STANDARD',
});

const GROUP_ARN = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/;

const groupOfArn = (input: Input): string => {
  const name = GROUP_ARN.exec(requiredText(input, 'resourceArn'))?.[1];
  if (name === undefined) throw groupNotFound();
  return name;
};

/** The group's name, from `logGroupIdentifier` (a name or an ARN) or `logGroupName`. */
export const groupName = (input: Input): string => {
  const identifier = optionalText(input, 'logGroupIdentifier');
  if (identifier === undefined) return requiredText(input, 'logGroupName');
  return GROUP_ARN.exec(identifier)?.[1] ?? identifier;
};
