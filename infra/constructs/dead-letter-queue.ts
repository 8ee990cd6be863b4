import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnAny } from './alarm-on-any.ts';

/** Where what could not be handled waits for a person, at most 14 days, with the alarm that calls one. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, queueName: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName,
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason = 'This is a dead-letter queue: what is in it waits for a person, not for another queue.';
    acknowledge(this.queue, 'AwsSolutions::AwsSolutions-SQS3', reason);
    acknowledge(this.queue, 'Serverless::Serverless-SQSRedrivePolicy', reason);
    const depth = this.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' });
    alarmOnAny(this, 'NotEmpty', depth, {
      alarmName: `${queueName}-not-empty`,
      alarmDescription: `Something could not be handled and waits in ${queueName}.`,
    });
  }
}
