import { messageText } from '../../core/aws/message-text.ts';
import { envelope, messageFor, type Notification } from './notification.ts';
import type { Subscription } from './topics.ts';

export interface UndeliveredNotification {
  readonly subscription: Subscription;
  readonly notification: Notification;
  readonly queueArn: string;
  readonly reason: { readonly requestId: string; readonly code: string; readonly message: string };
}

/**
 * The message for a dead-letter queue. With raw message delivery, characters that queues refuse are replaced by `?`.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 */
export const deadLetterMessage = ({ subscription, notification, queueArn, reason }: UndeliveredNotification) => {
  const { arn, protocol, attributes } = subscription;
  const raw = attributes.RawMessageDelivery === 'true';
  return {
    MessageBody: raw ? messageText(messageFor(notification, protocol)) : envelope(notification, protocol, arn),
    MessageAttributes: {
      RequestID: { DataType: 'String', StringValue: reason.requestId },
      ErrorCode: { DataType: 'String', StringValue: reason.code },
      ErrorMessage: { DataType: 'String', StringValue: messageText(reason.message) || reason.code },
    },
    ...(queueArn.endsWith('.fifo') && {
      MessageGroupId: notification.groupId ?? arn,
      MessageDeduplicationId: notification.messageId,
    }),
  };
};
