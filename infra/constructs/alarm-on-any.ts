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

/** An alarm that fires within a minute after the metric is 1 or more. */
export function alarmOnAny(scope: Construct, id: string, metric: Metric | MathExpression, text: AlarmText): Alarm {
  return alarmFrom(scope, id, metric, { ...text, threshold: 1, period: Duration.minutes(1) });
}

/** An alarm that fires if the metric reaches `threshold` within one period. Missing data does not fire it. */
export function alarmFrom(
  scope: Construct,
  id: string,
  metric: Metric | MathExpression,
  { period, ...alarm }: AlarmText & Limit,
): Alarm {
  return metric.with({ period }).createAlarm(scope, id, {
    ...alarm,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
