import { createHash } from 'node:crypto';
import { unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Action, Call } from '../../core/service.ts';
import { readEntries } from './batch-entries.ts';
import { deliveriesTo, type NotificationDeliveries, type NotificationDelivery } from './deliveries.ts';
import { invalidParameter } from './errors.ts';
import { passesFilter } from './filter-policy.ts';
import { MAX_BYTES, readAttributes, sizeOf } from './message-attributes.ts';
import type { Notification } from './notification.ts';
import type { Topic, Topics } from './topics.ts';

type Input = Readonly<Record<string, unknown>>;

const MAX_SUBJECT = 100;
const DEDUPLICATION_MS = 5 * 60_000;
const FIFO_ID = /^[\x21-\x7e]{1,128}$/;

interface Published {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

const readSubject = (subject: unknown): string | undefined => {
  if (subject === undefined) return undefined;
  if (typeof subject === 'string' && subject.length > 0 && subject.length <= MAX_SUBJECT && !/[\r\n]/.test(subject))
    return subject;
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
  if (groupId === undefined) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
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

  /** Publishes one message or all messages of a batch. If one is invalid, none is published. */
  async publish(topic: Topic, inputs: readonly Input[], { traceHeader }: Call): Promise<readonly Published[]> {
    const notifications = inputs.map((input) => readNotification(this.#kernel, topic, input, traceHeader));
    const recorded = await this.#kernel.store.write(() => notifications.map((each) => this.#record(each)));
    this.#deliveries.begin(recorded.flatMap(({ added }) => added));
    return recorded.map(({ published }) => published);
  }

  #record(notification: Notification): { published: Published; added: NotificationDelivery[] } {
    const { deduplicationId, messageId } = notification;
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
  const arn = TopicArn ?? TargetArn;
  if (arn === undefined) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  return topics.require(arn);
};

/**
 * The actions Publish and PublishBatch. On AWS, an invalid entry fails the whole batch, so `Failed` is always empty.
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
export const publishActions = (topics: Topics, publisher: Publisher): Record<string, Action> => ({
  Publish: async (input, call) => (await publisher.publish(topicOf(topics, input), [input], call))[0],
  PublishBatch: async (input, call) => {
    const topic = topics.require(input.TopicArn);
    const entries = readEntries(input.PublishBatchRequestEntries);
    const published = await publisher.publish(topic, entries, call);
    return { Successful: published.map((each, at) => ({ Id: entries[at]?.Id, ...each })), Failed: [] };
  },
});
