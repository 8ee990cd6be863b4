import { Deliveries } from '../../core/delivery/deliveries.ts';
import type { Delivery, GivenUp, NewDelivery } from '../../core/delivery/delivery.ts';
import { type FormerTable, takeOver } from '../../core/delivery/former-table.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Mailbox } from '../../core/mail/mailbox.ts';
import { deadLetterMessage } from './dead-letter.ts';
import { DELIVER, isPermanent, sendToQueue } from './deliver.ts';
import type { Notification } from './notification.ts';
import { DEAD_LETTER_POLICY, retryPolicyOf } from './retry-policy.ts';
import type { Subscription, Topics } from './topics.ts';

const OWNER = 'sns';
/** Limits of concurrent attempts. They are high, because attempts are short and concurrent ones share a commit. */
const LIMITS = { atOnce: 1_000, perTarget: 500 };

/**
 * The target and body of a delivery: a subscription with the notification, or a dead-letter queue with the SQS message.
 */
type DeliveryFacts =
  | { readonly kind: 'notification'; readonly protocol: string }
  | { readonly kind: 'dead-letter'; readonly topicArn: string };

export type NotificationDeliveries = Deliveries<DeliveryFacts>;
export type NotificationDelivery = Delivery<DeliveryFacts>;

const FORMER_TABLE: FormerTable = {
  table: 'sns_deliveries',
  column: 'subscription_arn',
  timers: ['sns-delivery'],
  rows: `SELECT subscription_arn, json_object('kind', 'notification', 'protocol', protocol), notification,
    0, attempts, 0, timers.due_ms
    FROM former JOIN sns_subscriptions ON arn = subscription_arn
    LEFT JOIN timers ON timers.owner = 'sns-delivery' AND timers.id = former.id
    ORDER BY former.rowid`,
};

/**
 * Delivers notifications to subscriptions. A notification that cannot be delivered is sent to the subscription's
 * dead-letter queue, or dropped if there is none.
 */
export const createDeliveries = (kernel: Kernel, topics: Topics, mail: Mailbox): NotificationDeliveries => {
  takeOver(kernel.store, OWNER, FORMER_TABLE);
  return new Deliveries<DeliveryFacts>(kernel, {
    name: OWNER,
    limits: LIMITS,
    attempt: async ({ target, facts, body }) => {
      if (facts.kind === 'dead-letter') await sendToQueue(kernel, facts.topicArn, target, JSON.parse(body));
      else await notify(kernel, topics.findSubscription(target), JSON.parse(body), mail);
      return [];
    },
    kindOf: (error, { facts }) => (facts.kind === 'notification' && isPermanent(error) ? 'permanent' : 'retriable'),
    policyOf: ({ facts }) => (facts.kind === 'dead-letter' ? DEAD_LETTER_POLICY : retryPolicyOf(facts.protocol)),
    givenUp: (delivery, end) => givenUp(kernel, topics, delivery, end),
  });
};

/** Makes one delivery for each of these subscriptions. */
export const deliveriesTo = (
  subscriptions: readonly Subscription[],
  notification: Notification,
): NewDelivery<DeliveryFacts>[] => {
  const body = JSON.stringify(notification);
  return subscriptions.map(({ arn, protocol }) => ({
    target: arn,
    facts: { kind: 'notification', protocol },
    body,
    sinceMs: Date.parse(notification.timestamp),
  }));
};

/** Delivers a notification. Does nothing if the subscription has been removed in the meantime. */
const notify = async (
  kernel: Kernel,
  subscription: Subscription | undefined,
  notification: Notification,
  mail: Mailbox,
): Promise<void> => {
  if (subscription) await DELIVER[subscription.protocol]?.(kernel, subscription, notification, mail);
};

const givenUp = (
  kernel: Kernel,
  topics: Topics,
  { target, facts, body }: NotificationDelivery,
  { error }: GivenUp,
): readonly NewDelivery<DeliveryFacts>[] => {
  const subscription = facts.kind === 'notification' ? topics.findSubscription(target) : undefined;
  if (!subscription) return [];
  const queueArn = deadLetterQueueOf(subscription);
  const code = isPermanent(error) ? error.code : 'DeliveryFailed';
  const fields = { subscription: target, code, deadLetterQueue: queueArn };
  if (!queueArn) {
    kernel.log.warn('A notification was dropped: it could not be delivered and there is no dead-letter queue.', fields);
    return [];
  }
  kernel.log.warn('A notification could not be delivered; it is sent to the dead-letter queue.', fields);
  const notification: Notification = JSON.parse(body);
  const reason = {
    requestId: kernel.ids.uuid(),
    code,
    message: error instanceof Error ? error.message : String(error),
  };
  return [
    {
      target: queueArn,
      facts: { kind: 'dead-letter', topicArn: notification.topicArn },
      body: JSON.stringify(deadLetterMessage({ subscription, notification, queueArn, reason })),
      sinceMs: kernel.clock.now(),
    },
  ];
};

const deadLetterQueueOf = ({ attributes }: Subscription): string | undefined =>
  attributes.RedrivePolicy
    ? (JSON.parse(attributes.RedrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn
    : undefined;
