/**
 * Types for the parts of fauxqs that this runtime uses. The package exports only an HTTP server that listens on all
 * addresses, so its queue and action modules are imported by path, relative to its entry file. The version is pinned
 * exactly, so these paths cannot change.
 */
export interface Message {
  messageId: string;
  body: string;
  sentTimestamp: number;
  approximateReceiveCount: number;
  approximateFirstReceiveTimestamp?: number | undefined;
  delayUntil?: number | undefined;
  messageGroupId?: string | undefined;
  messageDeduplicationId?: string | undefined;
  sequenceNumber?: string | undefined;
  /** Added by this runtime: the latest receipt handle. */
  receiptHandle?: string | undefined;
  /** Added by this runtime: the queue that moved the message to its dead-letter queue. */
  deadLetterQueueSourceArn?: string | undefined;
}

interface InflightMessage {
  readonly message: Message;
  readonly receiptHandle: string;
  readonly visibilityDeadline: number;
}

export interface Queue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly attributes: Record<string, string>;
  readonly tags: Map<string, string>;
  readonly messages: Message[];
  readonly delayedMessages: Message[];
  readonly inflightMessages: Map<string, InflightMessage>;
  readonly fifoMessages: Map<string, Message[]>;
  readonly fifoDelayed: Map<string, Message[]>;
  readonly fifoLockedGroups: Map<string, number>;
  createdTimestamp: number;
  lastModifiedTimestamp: number;
  sequenceCounter: number;
  persistence: Persistence | undefined;
  isFifo(): boolean;
  /** Makes due in-flight and delayed messages visible. Uses the wall clock. */
  processTimers(): void;
  enqueue(message: Message): void;
  recordDeduplication(id: string, messageId: string, sequenceNumber: string): void;
}

/** The callbacks that fauxqs calls while it changes queues. */
export interface Persistence {
  insertQueue(queue: Queue): void;
  deleteQueue(name: string): void;
  updateQueueAttributes(name: string, attributes: Record<string, string>, lastModified: number): void;
  updateQueueSequenceCounter(name: string, counter: number): void;
  insertMessage(queueName: string, message: Message): void;
  deleteMessage(messageId: string): void;
  updateMessageInflight(
    messageId: string,
    receiptHandle: string,
    visibilityDeadline: number,
    receiveCount: number,
    firstReceiveTimestamp?: number,
  ): void;
  updateMessageReady(messageId: string): void;
  deleteQueueMessages(queueName: string): void;
}

export interface QueueStore {
  persistence: Persistence | undefined;
  /** Empty, so that queue URLs use the Host header of the CreateQueue request. */
  host: string;
  createQueue(
    name: string,
    url: string,
    arn: string,
    attributes: Record<string, string>,
    tags: Record<string, string>,
  ): Queue;
  getQueueByName(name: string): Queue | undefined;
  getQueueByArn(arn: string): Queue | undefined;
  allQueues(): Iterable<Queue>;
}

export interface FauxqsError extends Error {
  readonly code: string;
  readonly statusCode: number;
}

export type Handler = (
  body: Record<string, unknown>,
  store: QueueStore,
  request: { readonly headers: { readonly host: string } },
) => unknown;

const importModule = async (path: string): Promise<Record<string, unknown>> =>
  import(new URL(path, import.meta.resolve('fauxqs')).href);

const { SqsStore } = (await importModule('sqs/sqsStore.js')) as { SqsStore: new () => QueueStore };
const { SqsError } = (await importModule('common/errors.js')) as { SqsError: new (...parts: never[]) => FauxqsError };

export const newQueueStore = (): QueueStore => Object.assign(new SqsStore(), { host: '' });

export const isFauxqsError = (error: unknown): error is FauxqsError => error instanceof SqsError;

const HANDLED = [
  'CreateQueue',
  'DeleteQueue',
  'ListQueues',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'PurgeQueue',
  'SendMessage',
  'SendMessageBatch',
  'ReceiveMessage',
  'DeleteMessage',
  'DeleteMessageBatch',
  'ChangeMessageVisibility',
  'ChangeMessageVisibilityBatch',
  'TagQueue',
  'UntagQueue',
  'ListQueueTags',
] as const;

export type HandledAction = (typeof HANDLED)[number];

const handlerOf = async (action: HandledAction): Promise<[HandledAction, Handler]> => {
  const name = `${action.charAt(0).toLowerCase()}${action.slice(1)}`;
  return [action, (await importModule(`sqs/actions/${name}.js`))[name] as Handler];
};

export const handlers = Object.fromEntries(await Promise.all(HANDLED.map(handlerOf))) as Record<HandledAction, Handler>;
