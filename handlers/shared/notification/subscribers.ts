import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { callService } from '../errors.ts';
import type { Publish } from './ports.ts';

/** In milliseconds. At most two attempts of ten seconds, so a slow call fails before the notification's lease ends. */
const CLIENT_LIMITS = { maxAttempts: 2, requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000 } };

/** Creates a client for SNS whose calls end before the lease on a notification ends. */
export function createSubscribersClient(): SNSClient {
  return new SNSClient(CLIENT_LIMITS);
}

/** Publishes mails to the SNS topic. */
export function createPublish(topicArn: string): Publish {
  const client = createSubscribersClient();
  return async ({ subject, text }, kind) => {
    const MessageAttributes = { kind: { DataType: 'String', StringValue: kind } };
    const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text, MessageAttributes });
    await callService('Publishing the notification', () => client.send(command));
  };
}
