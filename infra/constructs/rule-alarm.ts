import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnRule, Rule } from 'aws-cdk-lib/aws-events';
import { alarmOnAny } from './alarm-on-any.ts';

/**
 * Creates an alarm for events that a rule drops, because neither the target nor its dead-letter queue accepts them.
 * Both metrics leave out events in the dead-letter queue, which has its own alarm. EventBridge sends each metric only
 * if it is not zero; SUM over a list adds the metrics that exist.
 * @throws Error if the rule has no explicit name, because the runbook refers to it by name
 */
export function alarmOnUndelivered(rule: Rule): void {
  const { name, eventBusName } = rule.node.defaultChild as CfnRule;
  if (name === undefined) throw new Error(`The rule ${rule.node.path} has no ruleName; give it one.`);
  const dimensionsMap = { ...(eventBusName === undefined ? {} : { EventBusName: eventBusName }), RuleName: name };
  const count = (metricName: string) =>
    new Metric({ namespace: 'AWS/Events', metricName, dimensionsMap, statistic: 'Sum', period: Duration.minutes(1) });
  const given = { failed: count('FailedInvocations'), unkept: count('InvocationsFailedToBeSentToDlq') };
  const lost = new MathExpression({ expression: 'SUM([failed, unkept])', usingMetrics: given });
  alarmOnAny(rule, 'Undelivered', lost, {
    alarmName: `${name}-invocations-failed`,
    alarmDescription: `The rule ${name} could not deliver an event, and no dead-letter queue has it.`,
  });
}
