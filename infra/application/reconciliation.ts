import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { MAX_RETURNS } from '../../api/limits.ts';
import { ENV, TIMEOUT_SECONDS } from '../../handlers/outcomes/reconcile-outcomes/contract.ts';
import { allow } from '../constructs/bundled-function.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { acknowledgeExecutions, executionsOf } from './executions.ts';
import type { ApplicationStage } from './stage.ts';

export interface ReconciliationProps {
  readonly stage: ApplicationStage;
  readonly stateMachine: StateMachine;
  readonly applications: Table;
  readonly notifications: Table;
  readonly topic: Topic;
}

/** Step Functions redrives a failed execution within 14 days after its end. */
const REDRIVE_DAYS = 14;

/** An hourly job that finds ended runs whose mail is missing, and sends the mail. */
export class Reconciliation extends Construct {
  constructor(scope: Construct, id: string, props: ReconciliationProps) {
    super(scope, id);
    const { stage, stateMachine, applications, notifications, topic } = props;
    new ScheduledFunction(this, 'ReconcileOutcomes', {
      name: 'reconcile-outcomes',
      stage,
      every: stage.reconcileOutcomesEvery,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.notificationsTable]: notifications.tableName,
        [ENV.topicArn]: topic.topicArn,
        [ENV.stateMachineArn]: stateMachine.stateMachineArn,
        [ENV.longestRunSeconds]: String(longestRun(stage).toSeconds()),
      },
      mayCall: [
        allow(['states:ListExecutions'], [stateMachine.stateMachineArn]),
        allow(['states:DescribeExecution'], [executionsOf(this)]),
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [notifications.tableArn]),
        allow(['sns:Publish'], [topic.topicArn]),
      ],
    });
    acknowledgeExecutions(this);
  }
}

/**
 * Maximum age of a run at its last end: a review wait before and after each return, the waits for the applicant, a redrive as
 * late as possible, and one more review wait.
 */
function longestRun({ reviewDeadline, informationDeadline }: ApplicationStage): Duration {
  const reviewSeconds = (MAX_RETURNS + 2) * reviewDeadline.toSeconds();
  const informationSeconds = MAX_RETURNS * informationDeadline.toSeconds();
  return Duration.seconds(reviewSeconds + informationSeconds).plus(Duration.days(REDRIVE_DAYS));
}
