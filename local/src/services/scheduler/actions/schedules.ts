import { canonicalJson, type Value } from '../../../core/cloudformation/value.ts';
import type { Action } from '../../../core/service.ts';
import type { SchedulerContext } from '../context.ts';
import { scheduleExists } from '../errors.ts';
import { scheduleArn } from '../names.ts';
import {
  groupParameter,
  nameParameter,
  optionalGroup,
  optionalText,
  page,
  prefixParameter,
  tokenParameter,
} from '../parameters.ts';
import type { Schedule, ScheduleSettings } from '../schedule/schedule.ts';
import { describe, summary } from './describe.ts';
import { scheduleParameters } from './schedule-parameters.ts';

/** The members of a schedule that determine its occurrences. */
const TIMING = ['expression', 'timezone', 'startMs', 'endMs', 'state', 'windowMinutes'] as const;
const RATE = ['expression', 'startMs'] as const;

const isSame = (left: ScheduleSettings, right: ScheduleSettings, names: readonly (keyof ScheduleSettings)[]): boolean =>
  names.every((name) => left[name] === right[name]);

/** Whether a CreateSchedule request repeats the one that created the schedule: client token and settings are equal. */
const isRepeated = (existing: Schedule, wanted: ScheduleSettings, clientToken: string | undefined): boolean => {
  const { fromMs, createdMs, modifiedMs } = existing;
  const repeated = { ...wanted, clientToken, fromMs, createdMs, modifiedMs };
  return clientToken !== undefined && canonical(existing) === canonical(repeated);
};

const canonical = (schedule: object): string => canonicalJson(JSON.parse(JSON.stringify(schedule)) as Value);

export const scheduleActions = (context: SchedulerContext): { readonly [name: string]: Action } => {
  const { kernel, schedules, groups, planner } = context;
  const { home, clock, store } = kernel;

  const CreateSchedule: Action = async (input) => {
    const wanted = scheduleParameters(kernel, input);
    const clientToken = tokenParameter(input);
    await store.write(() => {
      groups.get(wanted.group);
      const existing = schedules.find(wanted.group, wanted.name);
      if (existing && isRepeated(existing, wanted, clientToken)) return;
      if (existing) throw scheduleExists(wanted.name);
      const nowMs = clock.now();
      const token = clientToken === undefined ? {} : { clientToken };
      const schedule = { ...wanted, ...token, fromMs: nowMs, createdMs: nowMs, modifiedMs: nowMs };
      schedules.put(schedule);
      planner.plan(schedule, nowMs - 1);
    });
    return { ScheduleArn: scheduleArn(home, wanted.group, wanted.name) };
  };

  /** Replaces all settings. Members that the request does not contain get their defaults, as on AWS. */
  const UpdateSchedule: Action = async (input) => {
    const wanted = scheduleParameters(kernel, input);
    tokenParameter(input);
    await store.write(() => {
      groups.get(wanted.group);
      const { fromMs, createdMs, clientToken, ...before } = schedules.get(wanted.group, wanted.name);
      const nowMs = clock.now();
      const goesOn = isSame(before, wanted, RATE);
      const token = clientToken === undefined ? {} : { clientToken };
      const schedule = { ...wanted, ...token, fromMs: goesOn ? fromMs : nowMs, createdMs, modifiedMs: nowMs };
      schedules.put(schedule);
      if (!isSame(before, wanted, TIMING)) planner.plan(schedule, goesOn ? nowMs : nowMs - 1);
    });
    return { ScheduleArn: scheduleArn(home, wanted.group, wanted.name) };
  };

  const GetSchedule: Action = (input) => {
    const name = nameParameter(input);
    const group = groupParameter(input);
    groups.get(group);
    return describe(home, schedules.get(group, name));
  };

  const DeleteSchedule: Action = async (input) => {
    const name = nameParameter(input);
    const group = groupParameter(input);
    tokenParameter(input);
    await store.write(() => {
      groups.get(group);
      schedules.get(group, name);
      schedules.delete(group, name);
      planner.clear(group, name);
    });
    return {};
  };

  const ListSchedules: Action = (input) => {
    const group = optionalGroup(input);
    const prefix = prefixParameter(input);
    const state = optionalText(input, 'State', { oneOf: ['ENABLED', 'DISABLED'] });
    if (group !== undefined) groups.get(group);
    const found = schedules
      .list()
      .filter(
        (each) =>
          (group ?? each.group) === each.group && (state ?? each.state) === each.state && each.name.startsWith(prefix),
      );
    const { items, ...next } = page(found, (each) => `${each.group}/${each.name}`, input);
    return { Schedules: items.map((each) => summary(home, each)), ...next };
  };

  return { CreateSchedule, UpdateSchedule, GetSchedule, DeleteSchedule, ListSchedules };
};
