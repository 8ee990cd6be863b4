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
  /** The runbook entry of the alarm has this name as its heading. */
  readonly alarmName: string;
  readonly alarmDescription: string;
}

export interface Limit {
  /** The alarm fires at this value of the metric or above. */
  readonly threshold: number;
  readonly period: Duration;
}

/**
 * Time range that an alarm evaluates. Metrics arrive late: those of EventBridge by some minutes, those of a queue that
 * was idle by up to 15 minutes. With this range an alarm still sees late data points.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-monitoring-using-cloudwatch.html
 */
const LOOK_BACK = Duration.minutes(15);

/** Creates an alarm that fires if the metric is 1 or more in any minute. */
export function alarmOnAny(scope: Construct, id: string, metric: Metric | MathExpression, text: AlarmText): Alarm {
  return alarmFrom(scope, id, metric, { ...text, threshold: 1, period: Duration.minutes(1) });
}

/**
 * Creates an alarm that fires if the metric reaches `threshold` within one period. The alarm ends when no period of the
 * last 15 minutes (at least two periods) has reached the threshold. Missing data does not fire the alarm, because these
 * metrics are sent only if they are not zero. The metric must not use FILL: with late metrics the newest point would
 * always be the fill value. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
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
