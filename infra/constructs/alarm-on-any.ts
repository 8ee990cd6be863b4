import { Duration } from 'aws-cdk-lib';
import { type Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

export interface AlarmText {
  /** Also the heading in the runbook that says what to do. */
  readonly alarmName: string;
  readonly alarmDescription: string;
}

/** An alarm that goes off within a minute of the metric being one or more. */
export function alarmOnAny(scope: Construct, id: string, metric: Metric, text: AlarmText): Alarm {
  return metric.with({ period: Duration.minutes(1) }).createAlarm(scope, id, {
    ...text,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
