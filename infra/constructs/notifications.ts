import { Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV, TIMEOUT_SECONDS } from '../../handlers/notify/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stage.ts';
import { alarmOnAny } from './alarm-on-any.ts';
import { allow } from './bundled-function.ts';
import { EventConsumer } from './event-consumer.ts';
import { KeyedTable } from './keyed-table.ts';

export interface NotificationsProps {
  readonly stage: Stage;
  readonly stateMachine: StateMachine;
  readonly applications: Table;
  readonly email: string | undefined;
}

/** Mails how each run of the workflow ended, and what the alarms say, to those who subscribed to the topic. */
export class Notifications extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { stage, stateMachine, applications, email }: NotificationsProps) {
    super(scope, id);
    this.topic = this.#createTopic(email);
    const notifications = new KeyedTable(this, 'Notifications', { tableName: 'notifications', key: 'id', stage }).table;
    new EventConsumer(this, 'Notify', {
      name: 'notify',
      stage,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [stateMachine.stateMachineArn],
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.notificationsTable]: notifications.tableName,
        [ENV.topicArn]: this.topic.topicArn,
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [notifications.tableArn]),
        allow(['sns:Publish'], [this.topic.topicArn]),
      ],
    });
  }

  /** Not encrypted with a key of ours: what goes over it is mailed in the open, and holds ids and outcomes only. */
  #createTopic(email: string | undefined): Topic {
    const topic = new Topic(this, 'Topic', { topicName: 'application-outcomes', enforceSSL: true });
    const alarms = allow(['sns:Publish'], [topic.topicArn]);
    alarms.addPrincipals(new ServicePrincipal('cloudwatch.amazonaws.com'));
    alarms.addCondition('StringEquals', { 'aws:SourceAccount': Stack.of(this).account });
    topic.addToResourcePolicy(alarms);
    alarmOnAny(this, 'Undelivered', topic.metricNumberOfNotificationsFailed(), {
      alarmName: 'application-outcomes-undelivered',
      alarmDescription: 'A notification did not reach a subscriber.',
    });
    if (email === undefined) return topic;
    const reason =
      'The alarm on undelivered notifications tells; what they said can be read from record and execution.';
    acknowledge(topic, 'Serverless::Serverless-SNSRedrivePolicy', reason);
    topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}
