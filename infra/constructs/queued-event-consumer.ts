import type { Duration } from 'aws-cdk-lib';
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { delivery } from './delivery.ts';
import type { Stage } from './stage.ts';
import { WorkQueue } from './work-queue.ts';

export interface QueuedEventConsumerProps {
  /** Name of the rule, the queue and the function; the dead-letter queue is `<name>-dlq`. */
  readonly name: string;
  readonly stage: Stage;
  readonly bus: EventBus;
  readonly eventPattern: EventPattern;
  readonly environment: Record<string, string>;
  /** Statements for the handler's calls. Reading the queue is added. */
  readonly mayCall: readonly PolicyStatement[];
  readonly timeout: Duration;
}

/**
 * A function that gets certain events in batches: a rule sends them to a queue. One dead-letter queue with an alarm holds
 * undelivered events and events on which the function fails five times.
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
    work.feed(consumer.function);
    new Rule(this, 'Rule', {
      ruleName: name,
      eventBus: bus,
      eventPattern,
      targets: [new SqsQueue(work.queue, delivery(deadLetterQueue))],
    });
  }
}
