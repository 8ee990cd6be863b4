import { messageJson } from '../../core/aws/message-text.ts';
import type { MessageAttribute } from './filter-policy.ts';

/** A published message. It is stored until all subscriptions have received it. */
export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly message: string;
  /** The message text by protocol, for MessageStructure `json`. */
  readonly messageByProtocol?: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** The time of the publication in ISO 8601 format. */
  readonly timestamp: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** The trace header of the Publish call. It is passed on to queues and functions. */
  readonly traceHeader?: string;
}

/**
 * The signature of all notifications. It is a constant, because this runtime has no signing key; receivers cannot
 * verify it.
 */
const SIGNATURE = 'EXAMPLE';
const CERTIFICATE = 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000000000000000000000.pem';

const unsubscribeUrl = (subscriptionArn: string): string =>
  `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;

const shownAttributes = ({ attributes }: Notification) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue ?? '' },
    ]),
  );

export const messageFor = (notification: Notification, protocol: string): string =>
  notification.messageByProtocol?.[protocol] ?? notification.message;

/** The JSON envelope of a notification for queues and mails. Characters that queues refuse are escaped. */
export const envelope = (notification: Notification, protocol: string, subscriptionArn: string): string => {
  const { messageId, topicArn, subject, timestamp, sequenceNumber, attributes } = notification;
  const parts = {
    Type: 'Notification',
    MessageId: messageId,
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: messageFor(notification, protocol),
    Timestamp: timestamp,
    SignatureVersion: '1',
    Signature: SIGNATURE,
    SigningCertURL: CERTIFICATE,
    UnsubscribeURL: unsubscribeUrl(subscriptionArn),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: shownAttributes(notification) }),
  };
  return messageJson(JSON.stringify(parts));
};

/** The event for a function that is subscribed. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export const functionEvent = (notification: Notification, subscriptionArn: string): string =>
  JSON.stringify({
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          Type: 'Notification',
          MessageId: notification.messageId,
          TopicArn: notification.topicArn,
          Subject: notification.subject ?? null,
          Message: messageFor(notification, 'lambda'),
          Timestamp: notification.timestamp,
          SignatureVersion: '1',
          Signature: SIGNATURE,
          SigningCertUrl: CERTIFICATE,
          UnsubscribeUrl: unsubscribeUrl(subscriptionArn),
          MessageAttributes: shownAttributes(notification),
        },
      },
    ],
  });
