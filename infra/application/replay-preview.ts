import { Duration } from 'aws-cdk-lib';
import { type CfnRule, type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../events/names.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { delivery } from '../constructs/delivery.ts';

/**
 * Shows an operator what a replay would do, without effects. EventBridge cannot list the events of an archive, it can
 * only replay them. So a preview is a replay to this rule alone: the command line reads the rule's queue, compares the
 * events with the records and deletes them. The rule matches only replays whose names start with `preview-`.
 */
export class ReplayPreview extends Construct {
  readonly rule: Rule;
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { bus }: { readonly bus: EventBus }) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'Dlq', 'replay-preview-dlq');
    this.queue = this.#createQueue();
    this.rule = new Rule(this, 'Rule', {
      ruleName: 'preview-replay',
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [APPLICATION_SUBMITTED] },
      targets: [new SqsQueue(this.queue, delivery(deadLetters.queue))],
    });
    // CDK's EventPattern type has no member for `replay-name`.
    const resource = this.rule.node.defaultChild as CfnRule;
    resource.addPropertyOverride('EventPattern.replay-name', [{ prefix: 'preview-' }]);
  }

  /** Keeps messages for one hour only: they contain applicants' data, and the archive has the events. */
  #createQueue(): Queue {
    const queue = new Queue(this, 'Queue', {
      queueName: 'replay-preview',
      retentionPeriod: Duration.hours(1),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason = 'The queue holds copies, which are counted and deleted; the archive keeps the events.';
    acknowledge(queue, 'AwsSolutions::AwsSolutions-SQS3', reason);
    acknowledge(queue, 'Serverless::Serverless-SQSRedrivePolicy', reason);
    return queue;
  }
}
