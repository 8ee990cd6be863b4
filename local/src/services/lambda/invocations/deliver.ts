import { type Arn, parseArn } from '../../../core/aws/arn.ts';
import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import { messageJson } from '../../../core/aws/message-text.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as events from '../../eventbridge/operations.ts';
import * as sns from '../../sns/operations.ts';
import * as sqs from '../../sqs/operations.ts';
import * as lambda from '../operations.ts';

/** A message to a queue, topic, function or event bus. */
export interface DestinationMessage {
  readonly destinationArn: string;
  /** The message as JSON text. */
  readonly body: string;
  /** Message attributes, for queues and topics. */
  readonly attributes: { readonly [name: string]: string };
  /** Detail type of the event if the destination is an event bus. */
  readonly detailType: string;
  readonly functionArn: string;
}

type Send = (kernel: Kernel, message: DestinationMessage, arn: Arn, caller: Caller) => Promise<unknown>;

const stringAttributes = (attributes: DestinationMessage['attributes']) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );

const sendMessage: Send = (kernel, { body, attributes }, { accountId, resource }, caller) =>
  kernel.services.call(
    sqs.sendMessage,
    {
      QueueUrl: `${kernel.endpoint()}/${accountId}/${resource}`,
      MessageBody: messageJson(body),
      MessageAttributes: stringAttributes(attributes),
    },
    caller,
  );

const publish: Send = (kernel, { destinationArn, body, attributes }, _arn, caller) =>
  kernel.services.call(
    sns.publish,
    { TopicArn: destinationArn, Message: body, MessageAttributes: stringAttributes(attributes) },
    caller,
  );

const invoke: Send = (kernel, { destinationArn, body }, _arn, caller) =>
  kernel.services.call(lambda.invoke, { FunctionName: destinationArn, InvocationType: 'Event', Payload: body }, caller);

const putEvents: Send = async (kernel, message, _arn, caller) => {
  const entry = {
    Source: 'lambda',
    DetailType: message.detailType,
    Detail: message.body,
    EventBusName: message.destinationArn,
    Resources: [message.functionArn, message.destinationArn],
  };
  const answer = await kernel.services.call(events.putEvents, { Entries: [entry] }, caller);
  if (answer.FailedEntryCount > 0) throw new AwsError('FailedEntries', 'The event bus refused the event.');
};

const SENDERS: { readonly [service: string]: Send } = {
  sqs: sendMessage,
  sns: publish,
  lambda: invoke,
  events: putEvents,
};

/** Whether this runtime can send to the service of this ARN. */
export const isDestination = (arn: string): boolean => Object.hasOwn(SENDERS, parseArn(arn)?.service ?? '');

/** Sends the message with the permissions of `caller`. Throws AwsError. */
export const deliver = async (kernel: Kernel, message: DestinationMessage, caller: Caller): Promise<void> => {
  const arn = parseArn(message.destinationArn);
  const send = arn && SENDERS[arn.service];
  if (!send) throw unsupported(`The destination ${message.destinationArn}`);
  await send(kernel, message, arn, caller);
};
