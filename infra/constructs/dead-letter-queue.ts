import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { alarmOnAny } from './alarm-on-any.ts';
import { named } from './named.ts';

/** A dead-letter queue that keeps messages for 14 days (SQS's maximum), with an alarm that fires at one message. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  /** `name`: the name without the prefix of the deployment. */
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const queueName = named(this, name);
    this.queue = new Queue(this, 'Queue', {
      queueName,
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason = 'This is a dead-letter queue: its messages wait for an operator.';
    acknowledge(this.queue, 'AwsSolutions::AwsSolutions-SQS3', reason);
    acknowledge(this.queue, 'Serverless::Serverless-SQSRedrivePolicy', reason);
    const depth = this.queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' });
    alarmOnAny(this, 'NotEmpty', depth, {
      alarmName: `${queueName}-not-empty`,
      alarmDescription: `A message could not be delivered or processed and waits in ${queueName}.`,
    });
  }
}
