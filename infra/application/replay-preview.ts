import type { Duration } from 'aws-cdk-lib';
import { type CfnRule, type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { API_EVENT_SOURCE, APPLICATION_AMENDED, APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../events/names.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { delivery } from '../constructs/delivery.ts';
import { named } from '../constructs/named.ts';

export interface ReplayPreviewProps {
  readonly bus: EventBus;
  /** How long the queue keeps the copies of events. */
  readonly retention: Duration;
}

/**
 * The rule and the queue of previews. A preview shows an operator the effect of a replay without starting runs.
 * EventBridge cannot list the events of an archive, it can only replay them. So a preview is a replay to this rule
 * only. The API reads the events from the rule's queue, deletes them there and compares them with the records. The rule
 * matches only replays whose names start with `preview-`.
 */
export class ReplayPreview extends Construct {
  readonly rule: Rule;
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { bus, retention }: ReplayPreviewProps) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'Dlq', 'replay-preview-dlq');
    this.queue = this.#createQueue(retention);
    this.rule = new Rule(this, 'Rule', {
      ruleName: named(this, 'preview-replay'),
      eventBus: bus,
      eventPattern: {
        source: [EVENT_SOURCE, API_EVENT_SOURCE],
        detailType: [APPLICATION_SUBMITTED, APPLICATION_AMENDED],
      },
      targets: [new SqsQueue(this.queue, delivery(deadLetters.queue))],
    });
    // An override is needed, because CDK's EventPattern type has no member for `replay-name`.
    const resource = this.rule.node.defaultChild as CfnRule;
    resource.addPropertyOverride('EventPattern.replay-name', [{ prefix: 'preview-' }]);
  }

  /** Keeps messages only for a short time, because they contain applicants' data. The archive still has the events. */
  #createQueue(retentionPeriod: Duration): Queue {
    const queue = new Queue(this, 'Queue', {
      queueName: named(this, 'replay-preview'),
      retentionPeriod,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason = 'The queue holds copies, which are counted and deleted; the archive keeps the events.';
    acknowledge(queue, 'AwsSolutions::AwsSolutions-SQS3', reason);
    acknowledge(queue, 'Serverless::Serverless-SQSRedrivePolicy', reason);
    return queue;
  }
}
