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
  /** Also the heading in the runbook that says what to do. */
  readonly alarmName: string;
  readonly alarmDescription: string;
}

export interface Limit {
  /** The metric's value from which the alarm goes off. */
  readonly threshold: number;
  readonly period: Duration;
}

/** An alarm that goes off within a minute of the metric being one or more. */
export function alarmOnAny(scope: Construct, id: string, metric: Metric | MathExpression, text: AlarmText): Alarm {
  return alarmFrom(scope, id, metric, { ...text, threshold: 1, period: Duration.minutes(1) });
}

/** An alarm that goes off when the metric has reached a limit within one period; no data is a good sign. */
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
