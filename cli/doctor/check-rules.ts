import { type RuleView, rulesOf } from '../../repair/dead-letters/rules.ts';
import { BUS, DEFAULT_BUS, SYSTEM_RULES, type SystemRule } from '../system-names.ts';
import { workerStates } from './check-reviews.ts';
import type { Check, Finding } from './finding.ts';

/**
 * Checks that rules are enabled and have targets with dead-letter queues. For other rules than the system's, it only
 * warns.
 */
export const checkRules: Check = async (clients) => {
  const own = await rulesOf(clients.events, BUS);
  const onDefaultBus = await rulesOf(clients.events, DEFAULT_BUS);
  const hasReviewWorker = (await workerStates(clients)).length > 0;
  return rulesFindings({ own, onDefaultBus, hasReviewWorker });
};

const OWN_NAMES = new Set(SYSTEM_RULES.map(({ name }) => name));

export interface DeployedRules {
  readonly own: readonly RuleView[];
  readonly onDefaultBus: readonly RuleView[];
  /** True if a function consumes the review queue. */
  readonly hasReviewWorker: boolean;
}

export function rulesFindings({ own, onDefaultBus, hasReviewWorker }: DeployedRules): readonly Finding[] {
  const system = SYSTEM_RULES.map((wanted) => {
    const rule = (wanted.isOnOwnBus ? own : onDefaultBus).find(({ name }) => name === wanted.name);
    return rule === undefined ? missingFinding(wanted, hasReviewWorker) : ruleFinding(rule, 'fail');
  });
  const foreign = own.filter(({ name }) => !OWN_NAMES.has(name)).map((rule) => ruleFinding(rule, 'warn'));
  return [...system, ...foreign];
}

function missingFinding({ name, isOfReviewWorker }: SystemRule, hasReviewWorker: boolean): Finding {
  const missing = { check: `rule ${name}`, text: 'it does not exist' };
  if (isOfReviewWorker === true && !hasReviewWorker)
    return { ...missing, severity: 'warn', remedy: 'right with reviewWorker=off; otherwise deploy the stack' };
  return { ...missing, severity: 'fail', remedy: 'deploy the stack' };
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
