import type { Kernel } from '../../core/kernel.ts';
import type { Mailbox } from '../../core/mail/mailbox.ts';
import { DELIVER, isPermanent, sendToQueue } from './deliver.ts';
import { envelope, messageFor, type Notification } from './notification.ts';
import { retryWaitMs } from './retry-policy.ts';
import type { Subscription, Topics } from './topics.ts';

const TIMER = 'sns-delivery';

interface Delivery {
  readonly id: string;
  readonly subscription: Subscription;
  readonly notification: Notification;
  /** Attempts that failed. */
  readonly attempts: number;
}

/**
 * What is still to be delivered, kept until it is: each message to each subscriber at least once. An attempt that fails
 * is repeated by SNS's retry policy; what cannot be delivered goes to the subscription's dead-letter queue.
 */
export class Deliveries {
  readonly #kernel: Kernel;
  readonly #topics: Topics;
  readonly #mail: Mailbox;
  readonly #inHand = new Set<Promise<void>>();
  #stopped = false;

  constructor(kernel: Kernel, topics: Topics, mail: Mailbox) {
    this.#kernel = kernel;
    this.#topics = topics;
    this.#mail = mail;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS sns_deliveries (
      id TEXT PRIMARY KEY, subscription_arn TEXT NOT NULL, notification TEXT NOT NULL, attempts INTEGER NOT NULL
    )`);
    kernel.timers.handle(TIMER, async ({ id }) => {
      await kernel.store.write(() => kernel.timers.clear(TIMER, id));
      this.begin([id]);
    });
  }

  /** Notes deliveries and answers their ids; inside a write. */
  add(subscriptions: readonly Subscription[], notification: Notification): string[] {
    const text = JSON.stringify(notification);
    const insert = this.#kernel.store.prepare('INSERT INTO sns_deliveries VALUES (?, ?, ?, 0)');
    return subscriptions.map(({ arn }) => {
      const id = this.#kernel.ids.uuid();
      insert.run(id, arn, text);
      return id;
    });
  }

  /** Begins deliveries that are noted, in this order. */
  begin(ids: readonly string[]): void {
    if (this.#stopped) return;
    for (const id of ids) {
      const attempt = this.#attempt(id).catch((error) =>
        this.#kernel.log.error('A delivery failed inside the runtime.', { id, error: String(error) }),
      );
      this.#inHand.add(attempt);
      void this.#kernel.inflight.track(attempt).finally(() => this.#inHand.delete(attempt));
    }
  }

  /** Begins again what was in hand when the runtime ended; what waits for a retry has a timer. */
  start(): void {
    const left = this.#kernel.store
      .prepare('SELECT id FROM sns_deliveries WHERE id NOT IN (SELECT id FROM timers WHERE owner = ?) ORDER BY rowid')
      .all(TIMER);
    this.begin(left.map(({ id }) => String(id)));
  }

  /** Waits for the attempts in hand; what they leave undone begins again with the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#inHand);
  }

  async #attempt(id: string): Promise<void> {
    const delivery = this.#read(id);
    if (!delivery) return this.#forget(id);
    const { subscription, notification } = delivery;
    try {
      await DELIVER[subscription.protocol]?.(this.#kernel, subscription, notification, this.#mail);
      await this.#forget(id);
    } catch (error) {
      await this.#failed(delivery, error);
    }
  }

  async #failed(delivery: Delivery, error: unknown): Promise<void> {
    const attempts = delivery.attempts + 1;
    const waitMs = isPermanent(error) ? undefined : retryWaitMs(delivery.subscription.protocol, attempts);
    if (waitMs !== undefined) return this.#retry(delivery.id, attempts, waitMs);
    try {
      await this.#giveUp(delivery, error);
      await this.#forget(delivery.id);
    } catch {
      await this.#retry(delivery.id, attempts, 20_000);
    }
  }

  async #retry(id: string, attempts: number, waitMs: number): Promise<void> {
    if (this.#stopped) return;
    const { store, timers, clock } = this.#kernel;
    await store.write(() => {
      store.prepare('UPDATE sns_deliveries SET attempts = ? WHERE id = ?').run(attempts, id);
      timers.set(TIMER, id, clock.now() + waitMs);
    });
  }

  async #giveUp({ subscription, notification }: Delivery, error: unknown): Promise<void> {
    const { arn, protocol, attributes } = subscription;
    const target = attributes.RedrivePolicy
      ? (JSON.parse(attributes.RedrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn
      : undefined;
    const code = isPermanent(error) ? error.code : 'DeliveryFailed';
    this.#kernel.log.warn('A notification could not be delivered.', {
      subscription: arn,
      code,
      deadLetterQueue: target,
    });
    if (!target) return;
    const raw = attributes.RawMessageDelivery === 'true';
    await sendToQueue(this.#kernel, notification.topicArn, target, {
      MessageBody: raw ? messageFor(notification, protocol) : envelope(notification, protocol, arn),
      MessageAttributes: {
        RequestID: { DataType: 'String', StringValue: this.#kernel.ids.uuid() },
        ErrorCode: { DataType: 'String', StringValue: code },
        ErrorMessage: { DataType: 'String', StringValue: error instanceof Error ? error.message : String(error) },
      },
      ...(target.endsWith('.fifo') && {
        MessageGroupId: notification.groupId ?? arn,
        MessageDeduplicationId: notification.messageId,
      }),
    });
  }

  #read(id: string): Delivery | undefined {
    const row = this.#kernel.store.prepare('SELECT * FROM sns_deliveries WHERE id = ?').get(id);
    const subscription = row && this.#topics.findSubscription(String(row.subscription_arn));
    if (!row || !subscription) return undefined;
    return { id, subscription, notification: JSON.parse(String(row.notification)), attempts: Number(row.attempts) };
  }

  async #forget(id: string): Promise<void> {
    const { store } = this.#kernel;
    await store.write(() => store.prepare('DELETE FROM sns_deliveries WHERE id = ?').run(id));
  }
}
