import { arnOf } from '../../core/aws/arn.ts';
import { attachedPolicy } from '../../core/cloudformation/attached-policy.ts';
import { membersOf, refusedText } from '../../core/cloudformation/early-problem.ts';
import { definedValues, objects, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import { isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import * as sns from './operations.ts';
import { checkProtocol } from './subscription-actions.ts';

/** The attributes of a topic that can change, with the value that removes each of them. */
const CHANGEABLE: Readonly<Record<string, string>> = {
  DisplayName: '',
  ContentBasedDeduplication: 'false',
  FifoThroughputScope: '',
  KmsMasterKeyId: '',
  SignatureVersion: '',
};
const TOPIC_ATTRIBUTES = ['FifoTopic', ...Object.keys(CHANGEABLE)];
const SUBSCRIPTION_ATTRIBUTES = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
];

const attributeText = (value: Value | undefined): string | undefined =>
  isObject(value) ? JSON.stringify(value) : text(value);

const pick = (properties: ValueObject, names: readonly string[]): Record<string, string> =>
  definedValues(Object.fromEntries(names.map((name) => [name, attributeText(properties[name])])));

const supported = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true as const]));

const subscribe = async (
  context: ResourceContext,
  topicArn: string | undefined,
  { Protocol, Endpoint, ...attributes }: ValueObject,
): Promise<string> => {
  const { SubscriptionArn } = await context.call(sns.subscribe, {
    TopicArn: topicArn,
    Protocol,
    Endpoint,
    Attributes: pick(attributes, SUBSCRIPTION_ATTRIBUTES),
    ReturnSubscriptionArn: true,
  });
  return SubscriptionArn;
};

const topic = ({ home, name }: ResourceContext): Physical => {
  const arn = arnOf(home, 'sns', name);
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
};

export const SNS_TYPES: ResourceTypes = {
  'AWS::SNS::Topic': {
    kind: 'runs',
    properties: {
      TopicName: true,
      ...supported(TOPIC_ATTRIBUTES),
      Subscription: { Protocol: true, Endpoint: true },
      Tags: TAGS,
      TracingConfig: 'there is no X-Ray here',
      DeliveryStatusLogging: 'deliveries are not logged to CloudWatch here',
    },
    attributes: ['TopicArn', 'TopicName'],
    nameProperty: 'TopicName',
    replacedBy: ['TopicName', 'FifoTopic', 'Subscription'],
    problem: ({ Subscription }) => refusedText(membersOf('Subscription', Subscription, 'Protocol'), checkProtocol),
    create: async (context) => {
      const { properties } = context;
      await context.call(sns.createTopic, {
        Name: context.name,
        Attributes: pick(properties, TOPIC_ATTRIBUTES),
        Tags: objects(properties.Tags),
      });
      const made = topic(context);
      for (const subscription of objects(properties.Subscription)) await subscribe(context, made.ref, subscription);
      return made;
    },
    update: async (context, existing, previous) => {
      const now = pick(context.properties, Object.keys(CHANGEABLE));
      const before = pick(previous, Object.keys(CHANGEABLE));
      for (const [name, removed] of Object.entries(CHANGEABLE))
        if (now[name] !== before[name])
          await context.call(sns.setTopicAttributes, {
            TopicArn: existing.ref,
            AttributeName: name,
            AttributeValue: now[name] ?? removed,
          });
      return topic(context);
    },
    delete: async (context, existing) => {
      await context.call(sns.deleteTopic, { TopicArn: existing.ref });
    },
  },
  'AWS::SNS::Subscription': {
    kind: 'runs',
    properties: {
      TopicArn: true,
      Protocol: true,
      Endpoint: true,
      ...supported(SUBSCRIPTION_ATTRIBUTES),
    },
    attributes: ['Arn'],
    replacedBy: ['TopicArn', 'Protocol', 'Endpoint'],
    problem: ({ Protocol }) => refusedText([{ property: 'Protocol', value: Protocol }], checkProtocol),
    create: async (context) => {
      const arn = await subscribe(context, text(context.properties.TopicArn), context.properties);
      return { ref: arn, attributes: { Arn: arn } };
    },
    update: async (context, existing, previous) => {
      const now = pick(context.properties, SUBSCRIPTION_ATTRIBUTES);
      const before = pick(previous, SUBSCRIPTION_ATTRIBUTES);
      for (const name of SUBSCRIPTION_ATTRIBUTES) {
        if (now[name] === before[name]) continue;
        await context.call(sns.setSubscriptionAttributes, {
          SubscriptionArn: existing.ref,
          AttributeName: name,
          AttributeValue: now[name] ?? '',
        });
      }
      return existing;
    },
    delete: async (context, existing) => {
      await context.call(sns.unsubscribe, { SubscriptionArn: existing.ref });
    },
  },
  'AWS::SNS::TopicPolicy': attachedPolicy({
    targets: 'Topics',
    set: async (context, TopicArn, AttributeValue) => {
      await context.call(sns.setTopicAttributes, { TopicArn, AttributeName: 'Policy', AttributeValue });
    },
  }),
};
