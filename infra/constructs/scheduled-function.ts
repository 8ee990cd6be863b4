import type { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { delivery } from './delivery.ts';
import { named } from './named.ts';
import type { Stage } from './stage.ts';

export interface ScheduledFunctionProps {
  /** Name of the function and of its rule. The name of the dead-letter queue is `<name>-dlq`. */
  readonly name: string;
  readonly stage: Stage;
  readonly every: Duration;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  readonly mayCall: readonly PolicyStatement[];
  /** See BundledFunction. */
  readonly whyEveryResource?: string;
}

/**
 * A function that a schedule invokes. After three failed attempts, the schedule's event is in the dead-letter queue.
 */
export class ScheduledFunction extends Construct {
  readonly function: BundledFunction;

  constructor(scope: Construct, id: string, { name, stage, every, ...props }: ScheduledFunctionProps) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'Dlq', `${name}-dlq`);
    this.function = new BundledFunction(this, 'Function', {
      name,
      stage,
      deadLetterQueue: deadLetters.queue,
      ...props,
    });
    new Rule(this, 'Schedule', {
      ruleName: named(this, name),
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(this.function.live, delivery(deadLetters.queue))],
    });
  }
}
