import { Duration, Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { allow, BundledFunction } from '../constructs/bundled-function.ts';
import type { Stage } from '../constructs/stage.ts';

export interface RedriveProps {
  readonly stage: Stage;
  /** Targets that dead-letter messages are sent back to. */
  readonly queues: readonly Queue[];
  readonly stateMachine: StateMachine;
  readonly functions: readonly BundledFunction[];
}

/** The function that lists dead-letter messages and sends them back. It discovers the queues, as the command line does. */
export class Redrive extends Construct {
  readonly redriveDeadLetters: BundledFunction;

  constructor(scope: Construct, id: string, props: RedriveProps) {
    super(scope, id);
    const queues = (resource: string) => Stack.of(this).formatArn({ service: 'sqs', resource });
    const rules = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: '*' });
    const sources = props.queues.map(({ queueArn }) => queueArn);
    const functions = props.functions.map((made) => made.function.functionArn);
    this.redriveDeadLetters = new BundledFunction(this, 'RedriveDeadLetters', {
      name: 'redrive-dead-letters',
      stage: props.stage,
      timeout: Duration.seconds(29),
      mayCall: [
        allow(['sqs:ListQueues', 'lambda:ListFunctions'], ['*']),
        allow(['sqs:GetQueueAttributes'], [queues('*')]),
        allow(['events:ListRules', 'events:ListTargetsByRule'], [rules]),
        allow(['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'], [queues('*-dlq')]),
        allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], sources),
        allow(['states:StartExecution'], [props.stateMachine.stateMachineArn]),
        allow(['lambda:InvokeFunction'], functions),
      ],
      whyEveryResource: 'ListQueues and ListFunctions support no resource in a policy.',
    });
    this.#acknowledge('sqs', '*', 'The function shows the message count of every queue.');
    this.#acknowledge(
      'sqs',
      '*-dlq',
      'The names of all dead-letter queues end in -dlq; the function redrives messages of each.',
    );
    this.#acknowledge('events', 'rule/*', 'The function finds the rule of a dead-letter message among all rules.');
  }

  #acknowledge(service: string, resource: string, why: string): void {
    const arn = `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;
    acknowledge(this.redriveDeadLetters, `AwsSolutions::AwsSolutions-IAM5[Resource::${arn}]`, why);
  }
}
