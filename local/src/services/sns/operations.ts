import type { Value, ValueObject } from '../../core/cloudformation/value.ts';
import { operation } from '../../core/operation.ts';

type Attributes = { readonly [name: string]: string };

interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
}

type PublishInput = {
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  readonly MessageAttributes?: { readonly [name: string]: MessageAttribute };
};

export const publish = operation<PublishInput>('sns', 'Publish');

type PublishBatchInput = {
  readonly TopicArn: string;
  readonly PublishBatchRequestEntries: readonly { readonly Id: string; readonly Message: string }[];
};

export const publishBatch = operation<
  PublishBatchInput,
  { readonly Failed?: readonly { readonly Id: string; readonly Code: string }[] }
>('sns', 'PublishBatch');

type CreateTopicInput = {
  readonly Name: string;
  readonly Attributes: Attributes;
  readonly Tags: readonly ValueObject[];
};

export const createTopic = operation<CreateTopicInput>('sns', 'CreateTopic');

type SetTopicAttributesInput = {
  readonly TopicArn: string;
  readonly AttributeName: string;
  readonly AttributeValue: string;
};

export const setTopicAttributes = operation<SetTopicAttributesInput>('sns', 'SetTopicAttributes');

export const deleteTopic = operation<{ readonly TopicArn: string }>('sns', 'DeleteTopic');

type SubscribeInput = {
  readonly TopicArn: string | undefined;
  readonly Protocol: Value | undefined;
  readonly Endpoint: Value | undefined;
  readonly Attributes: Attributes;
  readonly ReturnSubscriptionArn: boolean;
};

export const subscribe = operation<SubscribeInput, { readonly SubscriptionArn: string }>('sns', 'Subscribe');

type SetSubscriptionAttributesInput = {
  readonly SubscriptionArn: string;
  readonly AttributeName: string;
  readonly AttributeValue: string;
};

export const setSubscriptionAttributes = operation<SetSubscriptionAttributesInput>('sns', 'SetSubscriptionAttributes');

export const unsubscribe = operation<{ readonly SubscriptionArn: string }>('sns', 'Unsubscribe');
