import { validationError } from '../../../core/aws/aws-error.ts';
import { parseSchedule } from '../../../core/schedule/schedule.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import { busParameter, DEFAULT_BUS, ruleArn } from '../names.ts';
import { page } from '../paging.ts';
import { type Input, NAME, optionalText, requiredText } from '../parameters.ts';
import { compilePattern } from '../pattern.ts';
import { present } from '../present.ts';
import type { Rule } from '../store/rule-store.ts';
import { tagsParameter } from './tags.ts';

const NAME_RULE = { max: 64, pattern: NAME };
const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

const scheduleParameter = (input: Input, bus: string): string | null => {
  const expression = optionalText(input, 'ScheduleExpression', { max: 256 });
  if (!expression) return null;
  if (bus !== DEFAULT_BUS) throw validationError('ScheduleExpression is supported only on the default event bus.');
  if (!parseSchedule(expression)) throw validationError('Parameter ScheduleExpression is not valid.');
  return expression;
};

const patternParameter = (input: Input): string | null => {
  const pattern = optionalText(input, 'EventPattern', { max: 4096 });
  if (!pattern) return null;
  compilePattern(pattern);
  return pattern;
};

/** Reads a PutRule request, with the checks that need no stored data. Throws ValidationException. */
const ruleParameters = (input: Input): Omit<Rule, 'scheduledFromMs'> => {
  const name = requiredText(input, 'Name', NAME_RULE);
  const bus = busParameter(input);
  const state = optionalText(input, 'State', { oneOf: STATES }) ?? 'ENABLED';
  const description = optionalText(input, 'Description', { max: 512 }) ?? null;
  const roleArn = optionalText(input, 'RoleArn', { min: 1, max: 1600 }) ?? null;
  const schedule = scheduleParameter(input, bus);
  const pattern = patternParameter(input);
  if (schedule === null && pattern === null)
    throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  return { bus, name, pattern, schedule, state, description, roleArn };
};

export const ruleActions = (context: EventBridgeContext): { readonly [name: string]: Action } => {
  const { kernel, buses, rules, managedRules, tags, schedules } = context;
  const { home } = kernel;
  const summary = (rule: Rule) => ({
    Name: rule.name,
    Arn: ruleArn(home, rule.bus, rule.name),
    EventBusName: rule.bus,
    State: rule.state,
    EventPattern: rule.pattern,
    ScheduleExpression: rule.schedule,
    Description: rule.description,
    RoleArn: rule.roleArn,
    ManagedBy: rule.managedBy,
  });
  /** Stores a rule and plans its schedule. Must be called inside a transaction. */
  const put = (rule: Rule) => {
    rules.put(rule);
    if (rule.bus === DEFAULT_BUS) schedules.plan(rule.name, rule);
  };

  const PutRule: Action = async (input) => {
    const wanted = ruleParameters(input);
    const added = tagsParameter(input);
    const arn = ruleArn(home, wanted.bus, wanted.name);
    await rules.change(wanted.bus, () => {
      buses.get(wanted.bus);
      managedRules.refuseChange(wanted.bus, wanted.name, input);
      const before = rules.find(wanted.bus, wanted.name);
      const goesOn = before && before.schedule === wanted.schedule && before.state === wanted.state;
      put({ ...wanted, scheduledFromMs: goesOn ? before.scheduledFromMs : kernel.clock.now() });
      if (!before) tags.put(arn, added);
    });
    return { RuleArn: arn };
  };

  /** Also succeeds if the rule does not exist. */
  const DeleteRule: Action = async (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const bus = busParameter(input);
    await rules.change(bus, () => {
      buses.get(bus);
      managedRules.refuseChange(bus, name, input);
      if (rules.targets(bus, name).length > 0) throw validationError("Rule can't be deleted since it has targets.");
      rules.delete(bus, name);
      tags.removeAll(ruleArn(home, bus, name));
      if (bus === DEFAULT_BUS) schedules.plan(name, undefined);
    });
    return {};
  };

  const setState =
    (state: string): Action =>
    async (input) => {
      const name = requiredText(input, 'Name', NAME_RULE);
      const bus = busParameter(input);
      await rules.change(bus, () => {
        buses.get(bus);
        managedRules.refuseChange(bus, name, input);
        const rule = rules.get(bus, name);
        const scheduledFromMs = rule.state === state ? rule.scheduledFromMs : kernel.clock.now();
        put({ ...rule, state, scheduledFromMs });
      });
      return {};
    };

  const DescribeRule: Action = (input) => {
    const name = requiredText(input, 'Name', NAME_RULE);
    const bus = busParameter(input);
    buses.get(bus);
    const rule = managedRules.find(bus, name) ?? rules.get(bus, name);
    return present({ ...summary(rule), CreatedBy: home.accountId });
  };

  const ListRules: Action = (input) => {
    const bus = busParameter(input);
    const prefix = optionalText(input, 'NamePrefix', { min: 1, ...NAME_RULE }) ?? '';
    buses.get(bus);
    const all = [...managedRules.list(bus), ...rules.list(bus)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const found = all.filter(({ name }) => name.startsWith(prefix));
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { Rules: items.map((rule) => present(summary(rule))), ...next };
  };

  const ListRuleNamesByTarget: Action = (input) => {
    const target = requiredText(input, 'TargetArn', { max: 1600 });
    const bus = busParameter(input);
    buses.get(bus);
    const names = rules.list(bus).map(({ name }) => name);
    const calling = names.filter((name) => rules.targets(bus, name).some(({ Arn }) => Arn === target));
    const { items, ...next } = page(calling, (name) => name, input);
    return { RuleNames: items, ...next };
  };

  const enabling = { EnableRule: setState('ENABLED'), DisableRule: setState('DISABLED') };
  return { PutRule, DeleteRule, ...enabling, DescribeRule, ListRules, ListRuleNamesByTarget };
};
