import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from '../../infra/constructs/acknowledge.ts';
import { BundledFunction } from '../../infra/constructs/bundled-function.ts';
import { DeadLetterQueue } from '../../infra/constructs/dead-letter-queue.ts';
import {
  EXECUTION_STATUSES,
  type ExecutionNotification,
  ExecutionNotifications,
} from '../../infra/constructs/execution-notifications.ts';
import { createMachine } from '../../infra/constructs/machine.ts';
import { createMailTopic, tellAlarms } from '../../infra/constructs/mail-topic.ts';
import { named } from '../../infra/constructs/named.ts';
import type { Stage } from '../../infra/constructs/stage.ts';
import { StatusStreams } from './status-streams.ts';

export interface StatusNotificationsProps {
  readonly stage: Stage;
  readonly machine: StateMachine;
  readonly notificationEmail: string | undefined;
  readonly hasStreams: boolean;
}

/** Sends every status of an execution to a topic, a queue, a FIFO queue, a function and another state machine. */
export class StatusNotifications extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, machine, notificationEmail, hasStreams }: StatusNotificationsProps,
  ) {
    super(scope, id);
    const topic = createMailTopic(this, 'callback-status', notificationEmail);
    const deadLetterQueue = new DeadLetterQueue(this, 'Dlq', 'callback-status-dlq').queue;
    const audit = createMachine(this, {
      name: 'status-audit',
      calls: {},
      substitutions: {},
      mayCall: [],
      stage,
      definition: join(import.meta.dirname, 'status-audit.asl.json'),
    });
    const noteStatus = new BundledFunction(this, 'NoteStatus', { name: 'note-status', stage, deadLetterQueue });
    new ExecutionNotifications(this, 'Rules', {
      stateMachine: machine,
      deadLetterQueue,
      notifications: [
        {
          ruleName: 'callback-status',
          statuses: EXECUTION_STATUSES,
          targets: [
            { kind: 'sns', topic: topic },
            { kind: 'sqs', queue: this.#createQueue('Queue', { queueName: named(this, 'callback-status') }) },
            {
              kind: 'sqs',
              queue: this.#createQueue('Fifo', { ...FIFO, queueName: named(this, 'callback-status.fifo') }),
              messageGroupId: 'callback',
            },
            { kind: 'lambda', function: noteStatus.live },
            { kind: 'stepFunctions', stateMachine: audit },
          ],
        },
        ...(hasStreams ? [this.#toStreams()] : []),
      ],
    });
    tellAlarms(Stack.of(this), topic);
  }

  #toStreams(): ExecutionNotification {
    const { targets } = new StatusStreams(this, 'Streams');
    return { ruleName: 'callback-status-streams', statuses: EXECUTION_STATUSES, targets };
  }

  /** Creates a queue for a consumer of your own. The sample has no consumer. */
  #createQueue(id: string, props: QueueProps): Queue {
    const queue = new Queue(this, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...props,
    });
    const reason = 'The queue is for an optional consumer; messages that no consumer receives expire.';
    acknowledge(queue, 'AwsSolutions::AwsSolutions-SQS3', reason);
    acknowledge(queue, 'Serverless::Serverless-SQSRedrivePolicy', reason);
    return queue;
  }
}

const FIFO: QueueProps = { fifo: true, contentBasedDeduplication: true };
