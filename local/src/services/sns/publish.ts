import { createHash } from 'node:crypto';
import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Action, Call } from '../../core/service.ts';
import { StoreUnavailableError } from '../../core/store/errors.ts';
import { readEntries } from './batch-entries.ts';
import { deliveriesTo, type NotificationDeliveries, type NotificationDelivery } from './deliveries.ts';
import { invalidParameter } from './errors.ts';
import { passesFilter } from './filter-policy.ts';
import { MAX_BYTES, readAttributes, sizeOf } from './message-attributes.ts';
import type { Notification } from './notification.ts';
import type { Topic, Topics } from './topics.ts';

type Input = Readonly<Record<string, unknown>>;

const MAX_SUBJECT = 100;
/** One line without control characters. */
const SUBJECT = /^\P{Cc}+$/u;
const DEDUPLICATION_MS = 5 * 60_000;
const FIFO_ID = /^[\x21-\x7e]{1,128}$/;

interface Published {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

const readSubject = (subject: unknown): string | undefined => {
  if (subject === undefined) return undefined;
  if (typeof subject === 'string' && subject.length <= MAX_SUBJECT && SUBJECT.test(subject)) return subject;
  throw invalidParameter('Subject');
};

const readMessage = (input: Input): Pick<Notification, 'message' | 'messageByProtocol'> => {
  const { Message: message, MessageStructure: structure } = input;
  if (typeof message !== 'string' || message === '') throw invalidParameter('Empty message');
  if (structure === undefined) return { message };
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  let texts: Record<string, string>;
  try {
    texts = JSON.parse(message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  if (typeof texts.default !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return { message: texts.default, messageByProtocol: texts };
};

/** Reads a message group id or deduplication id; undefined if it is missing. Throws InvalidParameter. */
const readId = (input: Input, name: 'MessageGroupId' | 'MessageDeduplicationId'): string | undefined => {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && FIFO_ID.test(value)) return value;
  throw invalidParameter(
    `${name} Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length`,
  );
};

const missingGroup = (): AwsError => invalidParameter('The MessageGroupId parameter is required for FIFO topics');

/**
 * Reads the group id and deduplication id. Standard topics accept a group id too, and pass it on to their queues (fair
 * queues).
 */
const readFifo = (topic: Topic, input: Input, message: string): Pick<Notification, 'groupId' | 'deduplicationId'> => {
  const groupId = readId(input, 'MessageGroupId');
  const given = readId(input, 'MessageDeduplicationId');
  if (topic.attributes.FifoTopic !== 'true') {
    if (given !== undefined)
      throw invalidParameter(
        'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      );
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) throw missingGroup();
  if (given !== undefined) return { groupId, deduplicationId: given };
  if (topic.attributes.ContentBasedDeduplication !== 'true')
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  return { groupId, deduplicationId: createHash('sha256').update(message).digest('hex') };
};

/** Reads the message of a Publish request. Throws InvalidParameter. */
const readNotification = (
  kernel: Kernel,
  topic: Topic,
  input: Input,
  traceHeader: string | undefined,
): Notification => {
  const attributes = readAttributes(input.MessageAttributes);
  const texts = readMessage(input);
  if (sizeOf(String(input.Message), attributes) > MAX_BYTES) throw invalidParameter('Message too long');
  const subject = readSubject(input.Subject);
  return {
    messageId: kernel.ids.uuid(),
    topicArn: topic.arn,
    ...texts,
    ...(subject !== undefined && { subject }),
    attributes,
    timestamp: new Date(kernel.clock.now()).toISOString(),
    ...readFifo(topic, input, texts.message),
    ...(traceHeader !== undefined && { traceHeader }),
  };
};

/**
 * Publishes messages durably: the deliveries to all subscriptions are on disk before the publisher receives its answer.
 */
export class Publisher {
  readonly #kernel: Kernel;
  readonly #topics: Topics;
  readonly #deliveries: NotificationDeliveries;

  constructor(kernel: Kernel, topics: Topics, deliveries: NotificationDeliveries) {
    this.#kernel = kernel;
    this.#topics = topics;
    this.#deliveries = deliveries;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS sns_deduplication (
      topic_arn TEXT NOT NULL, id TEXT NOT NULL, message_id TEXT NOT NULL, sequence TEXT NOT NULL,
      until_ms INTEGER NOT NULL, PRIMARY KEY (topic_arn, id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS sns_deduplication_by_end ON sns_deduplication (until_ms)`);
  }

  async publish(topic: Topic, input: Input, { traceHeader }: Call): Promise<Published> {
    const notification = readNotification(this.#kernel, topic, input, traceHeader);
    const { published, added } = await this.#kernel.store.write(() => this.#record(notification));
    this.#deliveries.begin(added);
    return published;
  }

  #record(notification: Notification): { published: Published; added: NotificationDelivery[] } {
    const { messageId } = notification;
    const deduplicationId = this.#deduplicationKey(notification);
    if (deduplicationId === undefined)
      return { published: { MessageId: messageId }, added: this.#addDeliveries(notification) };
    const known = this.#repeated(notification.topicArn, deduplicationId);
    if (known) return { published: known, added: [] };
    const sequenceNumber = this.#nextSequence(notification.topicArn);
    this.#kernel.store
      .prepare('INSERT INTO sns_deduplication VALUES (?, ?, ?, ?, ?)')
      .run(
        notification.topicArn,
        deduplicationId,
        messageId,
        sequenceNumber,
        this.#kernel.clock.now() + DEDUPLICATION_MS,
      );
    return {
      published: { MessageId: messageId, SequenceNumber: sequenceNumber },
      added: this.#addDeliveries({ ...notification, sequenceNumber }),
    };
  }

  /**
   * The text that is stored to find a repeated message. Within a message group it has the group's id, which contains no
   * space.
   * https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-deduplication.html
   */
  #deduplicationKey({ topicArn, groupId, deduplicationId }: Notification): string | undefined {
    if (deduplicationId === undefined) return undefined;
    const isByGroup = this.#topics.require(topicArn).attributes.FifoThroughputScope === 'MessageGroup';
    return isByGroup ? `${groupId} ${deduplicationId}` : deduplicationId;
  }

  #addDeliveries(notification: Notification): NotificationDelivery[] {
    const { message: body, attributes } = notification;
    const passing = this.#topics
      .subscriptionsOf(notification.topicArn)
      .filter(({ attributes: { FilterPolicy, FilterPolicyScope } }) =>
        passesFilter(FilterPolicy, FilterPolicyScope === 'MessageBody', { body, attributes }),
      );
    return deliveriesTo(passing, notification).map((made) => this.#deliveries.add(made));
  }

  #repeated(topicArn: string, id: string): Published | undefined {
    const { store, clock } = this.#kernel;
    store.prepare('DELETE FROM sns_deduplication WHERE until_ms <= ?').run(clock.now());
    const row = store.prepare('SELECT * FROM sns_deduplication WHERE topic_arn = ? AND id = ?').get(topicArn, id);
    return row && { MessageId: String(row.message_id), SequenceNumber: String(row.sequence) };
  }

  #nextSequence(topicArn: string): string {
    const topic = this.#topics.require(topicArn);
    this.#topics.save({ ...topic, sequence: topic.sequence + 1 });
    return String(topic.sequence + 1).padStart(20, '0');
  }
}

/** The topic of a Publish request. Throws InvalidParameter and NotFound. */
const topicOf = (topics: Topics, { TopicArn, TargetArn, PhoneNumber }: Input): Topic => {
  if (PhoneNumber !== undefined) throw unsupported('PhoneNumber of sns:Publish');
  return topics.require(TopicArn ?? TargetArn);
};

/** Throws InvalidParameter if an entry has no group id and the topic needs it: AWS then rejects the whole batch. */
const checkGroups = (entries: readonly Input[], topic: Topic): void => {
  if (topic.attributes.FifoTopic === 'true' && entries.some(({ MessageGroupId }) => MessageGroupId === undefined))
    throw missingGroup();
};

const publishEntry = async (publisher: Publisher, topic: Topic, { Id, ...entry }: Input, call: Call) => {
  try {
    return { Id, ...(await publisher.publish(topic, entry, call)) };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof StoreUnavailableError) throw error;
    return { Id, Code: error.code, Message: error.message, SenderFault: error.statusCode < 500 };
  }
};

/** The actions Publish and PublishBatch. */
export const publishActions = (topics: Topics, publisher: Publisher): Record<string, Action> => ({
  Publish: async (input, call) => publisher.publish(topicOf(topics, input), input, call),
  PublishBatch: async (input, call) => {
    const topic = topics.require(input.TopicArn);
    const entries = readEntries(input.PublishBatchRequestEntries);
    checkGroups(entries, topic);
    const results = await Promise.all(entries.map((entry) => publishEntry(publisher, topic, entry, call)));
    return {
      Successful: results.filter((result) => 'MessageId' in result),
      Failed: results.filter((result) => 'Code' in result),
    };
  },
});
