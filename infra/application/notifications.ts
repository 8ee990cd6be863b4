import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV, TIMEOUT_SECONDS } from '../../handlers/outcomes/notify/contract.ts';
import { allow, BundledFunction } from '../constructs/bundled-function.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { ExecutionNotifications } from '../constructs/execution-notifications.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { createMailTopic } from '../constructs/mail-topic.ts';
import type { Stage } from '../constructs/stage.ts';
import { WorkQueue } from '../constructs/work-queue.ts';

export interface NotificationsProps {
  readonly stage: Stage;
  readonly stateMachine: StateMachine;
  readonly applications: Table;
  readonly email: string | undefined;
}

/** Mails the outcome of each run to the subscribers of the topic. */
export class Notifications extends Construct {
  readonly topic: Topic;
  /** Notifications that were sent, so that the function does not send them again. */
  readonly table: Table;

  constructor(scope: Construct, id: string, { stage, stateMachine, applications, email }: NotificationsProps) {
    super(scope, id);
    this.topic = createMailTopic(this, 'application-outcomes', email);
    const table = { tableName: 'notifications', key: 'id', hasStream: true, stage };
    this.table = new KeyedTable(this, 'Notifications', table).table;
    const deadLetterQueue = new DeadLetterQueue(this, 'Dlq', 'notify-dlq').queue;
    const timeout = Duration.seconds(TIMEOUT_SECONDS);
    const work = new WorkQueue(this, 'Ends', { name: 'notify', deadLetterQueue, consumerTimeout: timeout });
    const notify = new BundledFunction(this, 'Notify', {
      name: 'notify',
      stage,
      timeout,
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.notificationsTable]: this.table.tableName,
        [ENV.topicArn]: this.topic.topicArn,
      },
      mayCall: [
        allow(['dynamodb:BatchGetItem'], [applications.tableArn]),
        allow(['dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], [this.table.tableArn]),
        allow(['sns:Publish'], [this.topic.topicArn]),
        work.mayConsume,
      ],
    });
    work.feed(notify);
    const statuses = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
    const targets = [{ kind: 'sqs', queue: work.queue }] as const;
    new ExecutionNotifications(this, 'OnEnd', {
      stateMachine,
      deadLetterQueue,
      notifications: [{ ruleName: 'notify', statuses, targets }],
    });
  }
}
