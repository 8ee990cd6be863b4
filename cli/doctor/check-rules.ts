import { type RuleView, rulesOf } from '../../dead-letters/rules.ts';
import { BUS_NAME } from '../../events/names.ts';
import { DEFAULT_BUS, SYSTEM_RULES } from '../system-names.ts';
import type { Check, Finding } from './finding.ts';

/** Rules must be enabled and have targets with dead-letter queues: a failure for the system's rules, a warning for others. */
export const checkRules: Check = async ({ events }) => {
  const [own, others] = await Promise.all([rulesOf(events, BUS_NAME), rulesOf(events, DEFAULT_BUS)]);
  return rulesFindings(own, others);
};

const OWN_NAMES = new Set(SYSTEM_RULES.map(({ name }) => name));

export function rulesFindings(own: readonly RuleView[], onDefaultBus: readonly RuleView[]): readonly Finding[] {
  const system = SYSTEM_RULES.map(({ name, isOnOwnBus }) => {
    const rule = (isOnOwnBus ? own : onDefaultBus).find((candidate) => candidate.name === name);
    return rule === undefined
      ? { check: `rule ${name}`, severity: 'fail' as const, text: 'it does not exist', remedy: 'deploy the stack' }
      : ruleFinding(rule, 'fail');
  });
  const foreign = own.filter(({ name }) => !OWN_NAMES.has(name)).map((rule) => ruleFinding(rule, 'warn'));
  return [...system, ...foreign];
}

function ruleFinding({ name, bus, isEnabled, targets }: RuleView, trouble: 'warn' | 'fail'): Finding {
  const check = `rule ${name}`;
  const unprotected = targets.filter(({ DeadLetterConfig }) => DeadLetterConfig?.Arn === undefined);
  if (!isEnabled) {
    const remedy = `aws events enable-rule --event-bus-name ${bus} --name ${name}, then apps replay for what it missed`;
    return { check, severity: trouble, text: 'it is disabled: its targets receive no events', remedy };
  }
  if (targets.length === 0) return { check, severity: trouble, text: 'it has no target', remedy: 'deploy the stack' };
  if (unprotected.length > 0) {
    const remedy = 'add a dead-letter queue to its target: without one, undeliverable events are lost';
    return { check, severity: trouble, text: 'it has no dead-letter queue', remedy };
  }
  return { check, severity: 'ok', text: 'enabled, with a dead-letter queue' };
}
