import { parseArn } from '../../core/aws/arn.ts';
import { AwsError } from '../../core/aws/aws-error.ts';
import { serviceCaller } from '../../core/aws/caller.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Mailbox } from '../../core/mail/mailbox.ts';
import * as lambda from '../lambda/operations.ts';
import * as sqs from '../sqs/operations.ts';
import { envelope, functionEvent, messageFor, type Notification } from './notification.ts';
import type { Subscription } from './topics.ts';

const MAIL_SENDER = 'AWS Notifications <no-reply@sns.amazonaws.com>';
const MAIL_SUBJECT = 'AWS Notification Message';

const caller = (kernel: Kernel, topicArn: string) =>
  serviceCaller('sns.amazonaws.com', kernel.home.accountId, topicArn);

/** Sends a message to the queue with this ARN. Throws AwsError. */
export const sendToQueue = async (
  kernel: Kernel,
  topicArn: string,
  queueArn: string,
  message: sqs.OutgoingMessage,
  traceHeader?: string,
): Promise<void> => {
  const arn = parseArn(queueArn);
  const QueueUrl = `${kernel.endpoint()}/${arn?.accountId}/${arn?.resource}`;
  await kernel.services.call(sqs.sendMessage, { ...message, QueueUrl }, caller(kernel, topicArn), { traceHeader });
};

type Deliver = (kernel: Kernel, subscription: Subscription, notification: Notification, mail: Mailbox) => Promise<void>;

const toQueue: Deliver = (kernel, { arn, endpoint, attributes }, notification) => {
  const raw = attributes.RawMessageDelivery === 'true';
  const fifo = endpoint.endsWith('.fifo');
  const message = {
    MessageBody: raw ? messageFor(notification, 'sqs') : envelope(notification, 'sqs', arn),
    ...(raw && Object.keys(notification.attributes).length > 0 && { MessageAttributes: notification.attributes }),
    ...((fifo || !notification.topicArn.endsWith('.fifo')) && {
      MessageGroupId: notification.groupId,
    }),
    ...(fifo && {
      MessageDeduplicationId: notification.deduplicationId,
    }),
  };
  return sendToQueue(kernel, notification.topicArn, endpoint, message, notification.traceHeader);
};

const toFunction: Deliver = async (kernel, { arn, endpoint }, notification) => {
  await kernel.services.call(
    lambda.invoke,
    { FunctionName: endpoint, InvocationType: 'Event', Payload: functionEvent(notification, arn) },
    caller(kernel, notification.topicArn),
    { traceHeader: notification.traceHeader },
  );
};

/** The id of a mail. It is the same in all attempts to deliver a notification to a subscription. */
const mailId = ({ messageId }: Notification, { arn }: Subscription): string => `${messageId}-${arn.split(':').at(-1)}`;

const mailWith =
  (textOf: (notification: Notification, subscription: Subscription) => string): Deliver =>
  async (_kernel, subscription, notification, mail) => {
    const outgoing = {
      from: MAIL_SENDER,
      to: [subscription.endpoint],
      subject: notification.subject ?? MAIL_SUBJECT,
      text: textOf(notification, subscription),
    };
    await mail.deliver(outgoing, mailId(notification, subscription));
  };

/** Makes one delivery attempt, by the protocol of the subscription. */
export const DELIVER: Readonly<Record<string, Deliver>> = {
  sqs: toQueue,
  lambda: toFunction,
  email: mailWith((notification) => messageFor(notification, 'email')),
  'email-json': mailWith((notification, { arn }) => envelope(notification, 'email-json', arn)),
};

/** True if a retry cannot succeed: the endpoint does not exist or denies access to SNS. */
export const isPermanent = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.statusCode < 500 && error.statusCode !== 429;
