import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  ComparisonOperator,
  type MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmText {
  /** Also the heading of the runbook entry. */
  readonly alarmName: string;
  readonly alarmDescription: string;
}

export interface Limit {
  /** The alarm fires at this value of the metric or above. */
  readonly threshold: number;
  readonly period: Duration;
}

/**
 * Metrics arrive late: EventBridge sends them some minutes after the fact, and SQS up to 15 minutes for a queue that was
 * idle. An alarm looks back this far, so that a late data point still counts.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-monitoring-using-cloudwatch.html
 */
const LOOK_BACK = Duration.minutes(15);

/** An alarm that fires once the metric is 1 or more in any minute. */
export function alarmOnAny(scope: Construct, id: string, metric: Metric | MathExpression, text: AlarmText): Alarm {
  return alarmFrom(scope, id, metric, { ...text, threshold: 1, period: Duration.minutes(1) });
}

/**
 * An alarm that fires if the metric reaches `threshold` within one period, and ends when no period of the last 15 minutes
 * (at least two periods) has reached it. Missing data does not fire it, because these metrics are sent only when there is
 * something to count. The metric must not fill gaps: with late metrics the newest point is then always the filled value.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function alarmFrom(
  scope: Construct,
  id: string,
  metric: Metric | MathExpression,
  { period, ...alarm }: AlarmText & Limit,
): Alarm {
  return metric.with({ period }).createAlarm(scope, id, {
    ...alarm,
    evaluationPeriods: Math.max(2, Math.ceil(LOOK_BACK.toSeconds() / period.toSeconds())),
    datapointsToAlarm: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
