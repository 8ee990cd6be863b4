import { ArnFormat, Duration, Lazy, Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, type IConstruct } from 'constructs';
import { ENV } from '../../handlers/operations/redrive-dead-letters/contract.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { allow, BundledFunction, LIVE } from '../constructs/bundled-function.ts';
import type { Stage } from '../constructs/stage.ts';

export interface RedriveProps {
  readonly stage: Stage;
  readonly bus: EventBus;
  readonly stateMachine: StateMachine;
  /** The function that writes the case files. It is invoked for each redrive. */
  readonly caseFileFunction: IFunction;
}

/**
 * The function that lists the queues, reads dead-letter messages and redrives them. It has access only to the queues
 * and functions of the stacks that were passed to `reach`.
 */
export class Redrive extends Construct {
  readonly redriveDeadLetters: BundledFunction;
  readonly #queueNames: string[] = [];
  readonly #deadLetterFunctions: string[] = [];

  constructor(scope: Construct, id: string, { stage, bus, stateMachine, caseFileFunction }: RedriveProps) {
    super(scope, id);
    const rules = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: '*' });
    this.redriveDeadLetters = new BundledFunction(this, 'RedriveDeadLetters', {
      name: 'redrive-dead-letters',
      stage,
      timeout: Duration.seconds(29),
      environment: {
        [ENV.busName]: bus.eventBusName,
        [ENV.caseFileFunction]: caseFileFunction.functionArn,
        [ENV.queueNames]: Lazy.string({ produce: () => this.#queueNames.join(',') }),
        [ENV.deadLetterFunctions]: Lazy.string({ produce: () => this.#deadLetterFunctions.join(',') }),
      },
      mayCall: [
        allow(['events:ListRules', 'events:ListTargetsByRule'], [rules]),
        allow(['states:StartExecution'], [stateMachine.stateMachineArn]),
        allow(['lambda:InvokeFunction'], [caseFileFunction.functionArn]),
      ],
    });
    const finding = 'Resource::arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/*';
    acknowledge(
      this.redriveDeadLetters,
      `AwsSolutions::AwsSolutions-IAM5[${finding}]`,
      'The function finds the rule of a dead-letter message among all rules.',
    );
  }

  /**
   * Lets the function list the queues below `stack`, redrive messages of its dead-letter queues, and send them to its queues
   * and functions that have a dead-letter queue. Call this method after all constructs of the stack exist.
   * @throws Error if a queue has no name, because the function finds queues by name
   */
  reach(stack: Stack): void {
    const queues = stack.node.findAll().filter((construct) => construct instanceof CfnQueue);
    const sources = queues.filter(({ redrivePolicy }) => redrivePolicy !== undefined).map(nameOf);
    const names = queues.map(nameOf);
    this.#queueNames.push(...names);
    this.#allow(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], names, 'sqs');
    const deadLetterQueues = names.filter((name) => name.endsWith('-dlq'));
    this.#allow(['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'], deadLetterQueues, 'sqs');
    this.#allow(['sqs:SendMessage'], sources, 'sqs');
    const functions = deadLetterFunctionsBelow(stack);
    this.#deadLetterFunctions.push(...functions.map(({ name, queue }) => `${name}=${queue}`));
    this.#allow(
      ['lambda:InvokeFunction'],
      functions.map(({ name }) => `${name}:${LIVE}`),
      'function',
    );
  }

  #allow(actions: string[], names: readonly string[], kind: 'sqs' | 'function'): void {
    if (names.length === 0) return;
    const arns = names.map((name) => this.#arnOf(kind, name));
    this.redriveDeadLetters.function.addToRolePolicy(allow(actions, arns));
  }

  /** Builds the ARN from the name. A reference to the resource would make one stack depend on the other. */
  #arnOf(kind: 'sqs' | 'function', name: string): string {
    if (kind === 'sqs') return Stack.of(this).formatArn({ service: 'sqs', resource: name });
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'lambda', resource: 'function', resourceName: name, arnFormat });
  }
}

/** Functions whose failed asynchronous invocations go to a dead-letter queue. */
function deadLetterFunctionsBelow(stack: Stack): readonly { readonly name: string; readonly queue: string }[] {
  const functions = stack.node.findAll().filter((construct) => construct instanceof BundledFunction);
  return functions.flatMap(({ name, deadLetterQueue }) =>
    deadLetterQueue === undefined ? [] : [{ name, queue: nameOf(deadLetterQueue.node.defaultChild) }],
  );
}

function nameOf(queue: IConstruct | undefined): string {
  if (queue instanceof CfnQueue && queue.queueName !== undefined) return queue.queueName;
  throw new Error(
    `The queue ${queue?.node.path ?? ''} has no queueName; give it one, because the redrive function finds queues by name.`,
  );
}
