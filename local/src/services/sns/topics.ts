import { arnOf, parseArn } from '../../core/aws/arn.ts';
import type { Kernel } from '../../core/kernel.ts';
import { invalidParameter, notFound } from './errors.ts';

export interface Topic {
  readonly arn: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly sequence: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
}

type Row = Record<string, unknown>;

const topicOf = (row: Row): Topic => ({
  arn: String(row.arn),
  attributes: JSON.parse(String(row.attributes)),
  tags: JSON.parse(String(row.tags)),
  sequence: Number(row.sequence),
});

const subscriptionOf = (row: Row): Subscription => ({
  arn: String(row.arn),
  topicArn: String(row.topic_arn),
  protocol: String(row.protocol),
  endpoint: String(row.endpoint),
  attributes: JSON.parse(String(row.attributes)),
});

const ARN_PARTS = 6;

/** The parameter `name` as an ARN. Throws InvalidParameter for a missing value and for text that is not an ARN. */
export const checkedArn = (value: unknown, name: string): string => {
  if (value === undefined || value === '')
    throw invalidParameter(
      name === 'TopicArn' ? 'TopicArn or TargetArn Reason: no value for required parameter' : name,
    );
  const parts = String(value).split(':').length;
  if (parts < ARN_PARTS)
    throw invalidParameter(`${name} Reason: An ARN must have at least ${ARN_PARTS} elements, not ${parts}`);
  return String(value);
};

/** Stores topics and subscriptions. Methods that change them must be called inside a write of the store. */
export class Topics {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS sns_topics (
      arn TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL, sequence INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sns_subscriptions (
      arn TEXT PRIMARY KEY, topic_arn TEXT NOT NULL, protocol TEXT NOT NULL, endpoint TEXT NOT NULL,
      attributes TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS sns_subscriptions_by_topic ON sns_subscriptions (topic_arn, arn)`);
  }

  arnOf(name: string): string {
    return arnOf(this.#kernel.home, 'sns', name);
  }

  find(arn: string): Topic | undefined {
    const row = this.#kernel.store.prepare('SELECT * FROM sns_topics WHERE arn = ?').get(arn);
    return row && topicOf(row);
  }

  /** The value as the ARN of a topic, which may not exist. Throws InvalidParameter for text that is not an ARN of this region. */
  checkedTopicArn(value: unknown): string {
    const arn = checkedArn(value, 'TopicArn');
    if (parseArn(arn)?.region !== this.#kernel.home.region) throw invalidParameter('TopicArn');
    return arn;
  }

  /** The topic with this ARN. Throws the errors of `checkedTopicArn`, and NotFound for an unknown topic. */
  require(arn: unknown): Topic {
    const topic = this.find(this.checkedTopicArn(arn));
    if (!topic) throw notFound('Topic');
    return topic;
  }

  /** The topics after the ARN `after`, in order of their ARNs; at most `limit`. */
  page(after: string, limit: number): Topic[] {
    return this.#kernel.store
      .prepare('SELECT * FROM sns_topics WHERE arn > ? ORDER BY arn LIMIT ?')
      .all(after, limit)
      .map(topicOf);
  }

  save({ arn, attributes, tags, sequence }: Topic): void {
    this.#kernel.store
      .prepare('INSERT OR REPLACE INTO sns_topics (arn, attributes, tags, sequence) VALUES (?, ?, ?, ?)')
      .run(arn, JSON.stringify(attributes), JSON.stringify(tags), sequence);
  }

  remove(arn: string): void {
    this.#kernel.store.prepare('DELETE FROM sns_topics WHERE arn = ?').run(arn);
    this.#kernel.store.prepare('DELETE FROM sns_subscriptions WHERE topic_arn = ?').run(arn);
  }

  findSubscription(arn: string): Subscription | undefined {
    const row = this.#kernel.store.prepare('SELECT * FROM sns_subscriptions WHERE arn = ?').get(arn);
    return row && subscriptionOf(row);
  }

  /**
   * The subscription with this ARN. Throws InvalidParameter for text that is not an ARN, and NotFound for an unknown
   * subscription.
   */
  requireSubscription(arn: unknown): Subscription {
    const subscription = this.findSubscription(checkedArn(arn, 'SubscriptionArn'));
    if (!subscription) throw notFound('Subscription');
    return subscription;
  }

  subscriptionsOf(topicArn: string, after = '', limit = -1): Subscription[] {
    return this.#kernel.store
      .prepare('SELECT * FROM sns_subscriptions WHERE topic_arn = ? AND arn > ? ORDER BY arn LIMIT ?')
      .all(topicArn, after, limit)
      .map(subscriptionOf);
  }

  subscriptionPage(after: string, limit: number): Subscription[] {
    return this.#kernel.store
      .prepare('SELECT * FROM sns_subscriptions WHERE arn > ? ORDER BY arn LIMIT ?')
      .all(after, limit)
      .map(subscriptionOf);
  }

  saveSubscription({ arn, topicArn, protocol, endpoint, attributes }: Subscription): void {
    this.#kernel.store
      .prepare('INSERT OR REPLACE INTO sns_subscriptions VALUES (?, ?, ?, ?, ?)')
      .run(arn, topicArn, protocol, endpoint, JSON.stringify(attributes));
  }

  removeSubscription(arn: string): void {
    this.#kernel.store.prepare('DELETE FROM sns_subscriptions WHERE arn = ?').run(arn);
  }
}
