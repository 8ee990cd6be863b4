import { type Message, type ReceiveMessageCommandInput, type SendMessageCommandInput, SQS } from '@aws-sdk/client-sqs';
import { createSqs, type QueueSignals } from '../../../../local/src/services/sqs/sqs.ts';
import type { TestKernel } from '../../kernel.ts';
import { startBehindGateway } from './behind-gateway.ts';

type More<Input> = Partial<Omit<Input, 'QueueUrl' | 'MessageBody'>>;

/** SQS behind the real gateway, with a client of the SDK that does not retry. */
export interface TestQueues {
  readonly kernel: TestKernel;
  readonly sqs: SQS;
  readonly signals: QueueSignals;
  urlOf(name: string): string;
  create(name: string, attributes?: Record<string, string>): Promise<void>;
  send(
    name: string,
    body: string,
    more?: More<SendMessageCommandInput>,
  ): Promise<{ readonly SequenceNumber?: string | undefined }>;
  receive(name: string, more?: More<ReceiveMessageCommandInput>): Promise<readonly Message[]>;
  /** Bodies of up to ten received messages. */
  bodies(name: string, more?: More<ReceiveMessageCommandInput>): Promise<readonly (string | undefined)[]>;
  remove(name: string, message: Message | undefined): Promise<void>;
  attribute(name: string, attribute: string): Promise<string | undefined>;
  /** Numbers of visible, delayed and in-flight messages. */
  depth(name: string): Promise<readonly (string | undefined)[]>;
  advance(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

export const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

export const FIFO = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };

export const redriveTo = (name: string, maxReceiveCount: number): { readonly RedrivePolicy: string } => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount }),
});

export const startQueues = async (options: { readonly dataDir?: string } = {}): Promise<TestQueues> => {
  let signals: QueueSignals = { onMessage: () => () => {} };
  const runtime = await startBehindGateway((kernel) => {
    const module = createSqs(kernel);
    signals = module;
    return [module];
  }, options);
  const { kernel } = runtime;
  const sqs = new SQS({ ...runtime.client, maxAttempts: 1 });
  const urlOf = (name: string) => `${runtime.client.endpoint}/000000000000/${name}`;
  const receive = async (name: string, more: More<ReceiveMessageCommandInput> = {}) => {
    const input = { QueueUrl: urlOf(name), MaxNumberOfMessages: 10, ...more };
    return (await sqs.receiveMessage(input)).Messages ?? [];
  };
  const attributes = async (name: string) =>
    (await sqs.getQueueAttributes({ QueueUrl: urlOf(name), AttributeNames: ['All'] })).Attributes as
      | Record<string, string>
      | undefined;
  return {
    kernel,
    sqs,
    signals,
    urlOf,
    create: async (QueueName, Attributes = {}) => {
      await sqs.createQueue({ QueueName, Attributes });
    },
    send: (name, MessageBody, more = {}) => sqs.sendMessage({ QueueUrl: urlOf(name), MessageBody, ...more }),
    receive,
    bodies: async (name, more) => (await receive(name, more)).map(({ Body }) => Body),
    remove: async (name, message) => {
      await sqs.deleteMessage({ QueueUrl: urlOf(name), ReceiptHandle: message?.ReceiptHandle });
    },
    attribute: async (name, attribute) => (await attributes(name))?.[attribute],
    depth: async (name) => {
      const all = await attributes(name);
      return [
        all?.ApproximateNumberOfMessages,
        all?.ApproximateNumberOfMessagesDelayed,
        all?.ApproximateNumberOfMessagesNotVisible,
      ];
    },
    advance: (seconds) => kernel.timers.advance(seconds * 1000),
    stop: async () => {
      sqs.destroy();
      await runtime.stop();
    },
  };
};
