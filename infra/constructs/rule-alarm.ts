import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnRule, Rule } from 'aws-cdk-lib/aws-events';
import { alarmOnAny } from './alarm-on-any.ts';

/**
 * Calls a person when a rule gave an event up for good: the target refused it, or not even its dead-letter queue took
 * it. What reached the dead-letter queue counts in neither; the queue's own alarm tells of that.
 * @throws Error for a rule without a name of its own, which the runbook could not tell apart
 */
export function alarmOnUndelivered(rule: Rule): void {
  const { name, eventBusName } = rule.node.defaultChild as CfnRule;
  if (name === undefined) throw new Error(`The rule ${rule.node.path} has no ruleName; give it one.`);
  const dimensionsMap = { ...(eventBusName === undefined ? {} : { EventBusName: eventBusName }), RuleName: name };
  const count = (metricName: string) =>
    new Metric({ namespace: 'AWS/Events', metricName, dimensionsMap, statistic: 'Sum', period: Duration.minutes(1) });
  const given = { failed: count('FailedInvocations'), unkept: count('InvocationsFailedToBeSentToDlq') };
  const lost = new MathExpression({ expression: 'FILL(failed, 0) + FILL(unkept, 0)', usingMetrics: given });
  alarmOnAny(rule, 'Undelivered', lost, {
    alarmName: `${name}-invocations-failed`,
    alarmDescription: `The rule ${name} could not deliver an event, and no dead-letter queue has it.`,
  });
}
