import { type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import {
  FirehoseDeliveryStream,
  KinesisStream,
  LambdaFunction,
  SfnStateMachine,
  SnsTopic,
  SqsQueue,
} from 'aws-cdk-lib/aws-events-targets';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type IStateMachine, type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { allowDeadLetters, withDelivery } from './delivery.ts';
import { named } from './named.ts';

/**
 * Statuses for which Step Functions sends status-change events.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const EXECUTION_STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** Target of a rule. Each target receives the whole event. */
export type NotificationTarget =
  | { readonly kind: 'sns'; readonly topic: ITopic }
  /** `messageGroupId` is required for a FIFO queue. A standard queue uses it as the tenant for fair queues. */
  | { readonly kind: 'sqs'; readonly queue: IQueue; readonly messageGroupId?: string }
  | { readonly kind: 'lambda'; readonly function: IFunction }
  /**
   * `partitionKeyPath`: JSONPath into the event, e.g. `$.detail.name`. If missing, the event's id is the partition key.
   */
  | { readonly kind: 'kinesis'; readonly stream: IStream; readonly partitionKeyPath?: string }
  | { readonly kind: 'firehose'; readonly deliveryStream: IDeliveryStream }
  | { readonly kind: 'stepFunctions'; readonly stateMachine: IStateMachine };

/** One rule, which sends each change to one of `statuses` to all `targets`. */
export interface ExecutionNotification {
  readonly ruleName: string;
  readonly statuses: readonly ExecutionStatus[];
  /** 1 to 5 targets. EventBridge allows at most 5 for a rule. */
  readonly targets: readonly NotificationTarget[];
}

export interface ExecutionNotificationsProps {
  /** A Standard state machine. Express executions send no status-change events. */
  readonly stateMachine: StateMachine;
  /** Receives events that could not be delivered. Must be a standard queue. */
  readonly deadLetterQueue: IQueue;
  readonly notifications: readonly ExecutionNotification[];
}

const MAX_TARGETS = 5;

/**
 * Sends status changes of executions to targets. Retries for 24 hours, then sends the event to the dead-letter queue.
 */
export class ExecutionNotifications extends Construct {
  readonly #props: ExecutionNotificationsProps;

  /** @throws Error with the wrong value if a notification can never be delivered */
  constructor(scope: Construct, id: string, props: ExecutionNotificationsProps) {
    super(scope, id);
    this.#props = props;
    checkSource(props);
    for (const notification of props.notifications) {
      checkNotification(notification);
      for (const target of notification.targets) checkTarget(target, props.stateMachine);
      this.#createRule(notification);
    }
  }

  #createRule({ ruleName, statuses, targets }: ExecutionNotification): void {
    const { stateMachine, deadLetterQueue } = this.#props;
    const rule = new Rule(this, ruleName, {
      ruleName: named(this, ruleName),
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [stateMachine.stateMachineArn], status: [...statuses] },
      },
      targets: targets.map((target) => withDelivery(ruleTarget(target), deadLetterQueue)),
    });
    allowDeadLetters(rule, deadLetterQueue);
  }
}

function ruleTarget(target: NotificationTarget): IRuleTarget {
  switch (target.kind) {
    case 'sns':
      return new SnsTopic(target.topic);
    case 'sqs':
      return new SqsQueue(target.queue, given('messageGroupId', target.messageGroupId));
    case 'lambda':
      return new LambdaFunction(target.function);
    case 'kinesis':
      return new KinesisStream(target.stream, given('partitionKeyPath', target.partitionKeyPath));
    case 'firehose':
      return new FirehoseDeliveryStream(target.deliveryStream);
    case 'stepFunctions':
      return new SfnStateMachine(target.stateMachine);
  }
}

function given<Name extends string>(name: Name, value: string | undefined): { readonly [name in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [name in Name]: string });
}

function checkSource({ stateMachine, deadLetterQueue, notifications }: ExecutionNotificationsProps): void {
  if (stateMachine.stateMachineType === StateMachineType.EXPRESS) {
    throw new Error(
      `The state machine ${stateMachine.node.path} is EXPRESS; only STANDARD state machines send status-change events.`,
    );
  }
  if (deadLetterQueue.fifo) {
    throw new Error(`The dead-letter queue ${deadLetterQueue.node.path} is FIFO; EventBridge needs a standard queue.`);
  }
  if (notifications.length === 0) {
    throw new Error('notifications is []; give at least one, with its statuses and targets.');
  }
}

function checkNotification({ ruleName, statuses, targets }: ExecutionNotification): void {
  const wrong = statuses.find((status) => !EXECUTION_STATUSES.includes(status));
  const list = EXECUTION_STATUSES.join(', ');
  if (wrong !== undefined) throw new Error(`${ruleName}: the status ${wrong} is unknown; it must be one of ${list}.`);
  if (statuses.length === 0) throw new Error(`${ruleName}: statuses is []; give at least one of ${list}.`);
  if (targets.length < 1 || targets.length > MAX_TARGETS) {
    throw new Error(
      `${ruleName}: there are ${targets.length} targets; a rule has 1 to ${MAX_TARGETS}. Use several rules for more targets.`,
    );
  }
}

function checkTarget(target: NotificationTarget, source: StateMachine): void {
  if (target.kind === 'sqs' && target.queue.fifo && !target.messageGroupId) {
    const value = target.messageGroupId ?? 'missing';
    throw new Error(`The queue ${target.queue.node.path} is FIFO and messageGroupId is ${value || "''"}; give one.`);
  }
  if (target.kind === 'kinesis' && !(target.partitionKeyPath ?? '$.id').startsWith('$.')) {
    throw new Error(
      `partitionKeyPath is ${target.partitionKeyPath}; it must be a JSON path into the event, such as $.detail.name.`,
    );
  }
  if (target.kind === 'stepFunctions' && target.stateMachine === source) {
    throw new Error(
      `The state machine ${source.node.path} is its own target; each execution would start the next one in an endless loop.`,
    );
  }
}
