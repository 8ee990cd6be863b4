import type { Duration } from 'aws-cdk-lib';
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { delivery } from './delivery.ts';
import { named } from './named.ts';
import type { Stage } from './stage.ts';

export interface EventConsumerProps {
  readonly name: string;
  readonly stage: Stage;
  /** The bus of the rule. If missing, the account's default bus. */
  readonly bus?: EventBus;
  readonly eventPattern: EventPattern;
  readonly environment: Record<string, string>;
  readonly mayCall: readonly PolicyStatement[];
  readonly timeout?: Duration;
}

/**
 * A function that a rule invokes for the events of `eventPattern`. One dead-letter queue with an alarm gets events that
 * could not be delivered and events for which the function failed three times.
 */
export class EventConsumer extends Construct {
  readonly rule: Rule;

  constructor(scope: Construct, id: string, { name, stage, bus, eventPattern, ...props }: EventConsumerProps) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'Dlq', `${name}-dlq`);
    const consumer = new BundledFunction(this, 'Consumer', {
      name,
      stage,
      deadLetterQueue: deadLetters.queue,
      ...props,
    });
    this.rule = new Rule(this, 'Rule', {
      ruleName: named(this, name),
      ...(bus === undefined ? {} : { eventBus: bus }),
      eventPattern,
      targets: [new LambdaFunction(consumer.live, delivery(deadLetters.queue))],
    });
  }
}
