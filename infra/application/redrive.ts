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
      whyEveryResource: 'SQS and Lambda list what an account has, with no resource to narrow that to.',
    });
    this.#acknowledge('sqs', '*', 'It shows how full every queue is, whatever they are called.');
    this.#acknowledge('sqs', '*-dlq', 'Dead-letter queues are named so, and whatever is in one may have to go back.');
    this.#acknowledge('events', 'rule/*', 'It looks which rule could not deliver, whatever that is called.');
  }

  #acknowledge(service: string, resource: string, why: string): void {
    const arn = `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;
    acknowledge(this.redriveDeadLetters, `AwsSolutions::AwsSolutions-IAM5[Resource::${arn}]`, why);
  }
}
