import type { Duration } from 'aws-cdk-lib';
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { delivery } from './delivery.ts';
import { named } from './named.ts';
import type { Stage } from './stage.ts';
import { WorkQueue } from './work-queue.ts';

export interface QueuedEventConsumerProps {
  /** Name of the rule, the queue and the function; the dead-letter queue is `<name>-dlq`. */
  readonly name: string;
  readonly stage: Stage;
  readonly bus: EventBus;
  readonly eventPattern: EventPattern;
  readonly environment: Record<string, string>;
  /** IAM statements for the handler's calls. This construct adds the statement for reading the queue. */
  readonly mayCall: readonly PolicyStatement[];
  readonly timeout: Duration;
}

/**
 * A function that gets events in batches from a queue; a rule sends the events to the queue. One dead-letter queue with
 * an alarm gets events that could not be delivered and events for which the function failed five times.
 */
export class QueuedEventConsumer extends Construct {
  constructor(scope: Construct, id: string, props: QueuedEventConsumerProps) {
    super(scope, id);
    const { name, stage, bus, eventPattern, environment, mayCall, timeout } = props;
    const deadLetterQueue = new DeadLetterQueue(this, 'Dlq', `${name}-dlq`).queue;
    const work = new WorkQueue(this, 'Work', { name, deadLetterQueue, consumerTimeout: timeout });
    const consumer = new BundledFunction(this, 'Consumer', {
      name,
      stage,
      environment,
      timeout,
      mayCall: [...mayCall, work.mayConsume],
    });
    work.feed(consumer);
    new Rule(this, 'Rule', {
      ruleName: named(this, name),
      eventBus: bus,
      eventPattern,
      targets: [new SqsQueue(work.queue, delivery(deadLetterQueue))],
    });
  }
}
