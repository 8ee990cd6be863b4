import type { Caller } from '../../../../local/src/core/aws/caller.ts';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import type { Action, ServiceModule } from '../../../../local/src/core/service.ts';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { createPipes } from '../../../../local/src/services/pipes/pipes.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

export interface TargetCall {
  readonly service: string;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

export const ROLE = 'arn:aws:iam::000000000000:role/pipes';
export const at = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
export const queueArn = (name: string): string => at('sqs', name);
const urlOf = (kernel: Pick<Kernel, 'endpoint'>, name: string): string => `${kernel.endpoint()}/000000000000/${name}`;

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  sns: ['Publish', 'PublishBatch'],
  states: ['StartExecution', 'StartSyncExecution', 'DescribeStateMachine'],
  lambda: ['Invoke'],
  events: ['PutEvents'],
  logs: ['PutLogEvents'],
};

type Answer = Record<string, unknown>;

/** EventBridge Pipes with the real SQS and DynamoDB, and with fakes of the other services. Each fake's call is recorded. */
export interface PipesSystem {
  readonly kernel: TestKernel;
  readonly calls: TargetCall[];
  /** Answers the calls of fakes; may throw. */
  answer: (call: TargetCall) => unknown;
  call(service: string, action: string, input?: Answer): Promise<Answer>;
  /** Creates the pipe `flow` from the queue `work`; `more` replaces members. */
  pipe(target: string, more?: Answer): Promise<void>;
  queue(name: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
  send(queue: string, ...bodies: readonly string[]): Promise<void>;
  /** The bodies of the queue's visible messages. */
  bodies(queue: string): Promise<readonly string[]>;
  /** The number of the queue's messages, visible or not. */
  count(queue: string): Promise<number>;
  /** Creates the table `orders`; returns the ARN of its stream. */
  table(): Promise<string>;
  put(...ids: readonly string[]): Promise<void>;
  settled(): Promise<void>;
}

const GOOD: Readonly<Record<string, Answer>> = {
  PutEvents: { FailedEntryCount: 0, Entries: [] },
  Invoke: { Payload: 'null' },
  StartSyncExecution: { status: 'SUCCEEDED', output: 'null' },
  DescribeStateMachine: { type: 'EXPRESS' },
};

export const startPipes = async (options: { dataDir?: string; log?: TestKernel['log'] } = {}): Promise<PipesSystem> => {
  const calls: TargetCall[] = [];
  const fake = (service: string, names: readonly string[]): ServiceModule => {
    const action =
      (name: string): Action =>
      async (input, { caller }) => {
        const made = { service, action: name, input, caller };
        if (name !== 'DescribeStateMachine') calls.push(made);
        return (await system.answer(made)) ?? GOOD[name] ?? {};
      };
    const actions = Object.fromEntries(names.map((name) => [name, action(name)]));
    return { service: { name: service, actions, protocols: [] } };
  };
  const kernel: TestKernel = await startKernel((made) => {
    const queues = createSqs(made);
    const tables = createDynamoDb(made);
    const pipes = createPipes(made, { queueSignals: queues, streamSource: tables });
    return [queues, tables, pipes, ...Object.entries(ACTIONS).map(([service, names]) => fake(service, names))];
  }, options);
  const call = (service: string, action: string, input: Answer = {}) =>
    kernel.as(service, action, input) as Promise<Answer>;
  const attributes = async (name: string) =>
    (await call('sqs', 'GetQueueAttributes', { QueueUrl: urlOf(kernel, name), AttributeNames: ['All'] }))
      .Attributes as Readonly<Record<string, string>>;
  const system: PipesSystem = {
    kernel,
    calls,
    answer: () => undefined,
    call,
    pipe: async (Target, more = {}) => {
      await call('pipes', 'CreatePipe', { Name: 'flow', RoleArn: ROLE, Source: queueArn('work'), Target, ...more });
    },
    queue: async (QueueName, Attributes = {}) => {
      await call('sqs', 'CreateQueue', { QueueName, Attributes });
    },
    send: async (name, ...bodies) => {
      const Entries = bodies.map((MessageBody, index) => ({
        Id: String(index),
        MessageBody,
        ...(name.endsWith('.fifo') && { MessageGroupId: MessageBody.charAt(0), MessageDeduplicationId: MessageBody }),
      }));
      await call('sqs', 'SendMessageBatch', { QueueUrl: urlOf(kernel, name), Entries });
    },
    bodies: async (name) => {
      const input = { QueueUrl: urlOf(kernel, name), MaxNumberOfMessages: 10 };
      const { Messages = [] } = await call('sqs', 'ReceiveMessage', input);
      return (Messages as { Body: string }[]).map(({ Body }) => Body);
    },
    count: async (name) => {
      const { ApproximateNumberOfMessages: seen, ApproximateNumberOfMessagesNotVisible: hidden } =
        await attributes(name);
      return Number(seen) + Number(hidden);
    },
    table: async () => {
      const { TableDescription } = await call('dynamodb', 'CreateTable', {
        TableName: 'orders',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      });
      return String((TableDescription as Answer).LatestStreamArn);
    },
    put: async (...ids) => {
      for (const id of ids) await call('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: id } } });
    },
    settled: async () => {
      await kernel.inflight.idle();
      await kernel.store.written();
    },
  };
  return system;
};

/** The payload of an Invoke call. */
export const payloadOf = ({ input }: TargetCall): unknown => JSON.parse(String(input.Payload));

/** Resolves when `isDone` returns true. */
export const until = async (isDone: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 10));
};
