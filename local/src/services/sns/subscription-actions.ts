import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Action } from '../../core/service.ts';
import { invalidParameter } from './errors.ts';
import { checkFilterPolicy } from './filter-policy.ts';
import { optionalMap } from './parameters.ts';
import { PAGE_AND_ONE, paged } from './topic-actions.ts';
import type { Subscription, Topics } from './topics.ts';

type Input = Readonly<Record<string, unknown>>;

/** The format of an endpoint by protocol; other protocols are unsupported. */
const ENDPOINTS: Readonly<Record<string, RegExp>> = {
  sqs: /^arn:aws:sqs:[^:]+:\d{12}:.+$/,
  lambda: /^arn:aws:lambda:[^:]+:\d{12}:function:.+$/,
  email: /^[^@\s]+@[^@\s]+$/,
  'email-json': /^[^@\s]+@[^@\s]+$/,
};
const UNSUPPORTED_PROTOCOLS = new Set(['http', 'https', 'sms', 'firehose', 'application']);

const REFUSED_ATTRIBUTES = new Set(['DeliveryPolicy', 'ReplayPolicy', 'SubscriptionRoleArn']);
const ATTRIBUTES = new Set(['RawMessageDelivery', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy']);
const SCOPES = ['MessageAttributes', 'MessageBody'];

const checkRedrivePolicy = (text: string): void => {
  try {
    if (typeof (JSON.parse(text) as Input).deadLetterTargetArn === 'string') return;
  } catch {
    throw invalidParameter('RedrivePolicy: failed to parse JSON.');
  }
  throw invalidParameter('RedrivePolicy: deadLetterTargetArn is required.');
};

const checkAttributes = (attributes: Readonly<Record<string, string>>, protocol: string): void => {
  for (const name of Object.keys(attributes)) {
    if (REFUSED_ATTRIBUTES.has(name)) throw unsupported(`${name} of an SNS subscription`);
    if (!ATTRIBUTES.has(name)) throw invalidParameter('AttributeName');
  }
  if (attributes.RawMessageDelivery === 'true' && protocol !== 'sqs')
    throw invalidParameter(
      `Attributes Reason: RawMessageDelivery: delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  if (attributes.FilterPolicyScope !== undefined && !SCOPES.includes(attributes.FilterPolicyScope))
    throw invalidParameter('FilterPolicyScope: Invalid value');
  if (attributes.FilterPolicy)
    checkFilterPolicy(attributes.FilterPolicy, attributes.FilterPolicyScope === 'MessageBody');
  if (attributes.RedrivePolicy) checkRedrivePolicy(attributes.RedrivePolicy);
};

const readEndpoint = (protocol: string, endpoint: unknown): string => {
  if (UNSUPPORTED_PROTOCOLS.has(protocol)) throw unsupported(`The subscription protocol ${protocol} of SNS`);
  const shape = ENDPOINTS[protocol];
  if (!shape) throw invalidParameter(`Invalid protocol type: ${protocol}`);
  if (typeof endpoint !== 'string' || !shape.test(endpoint)) throw invalidParameter(`${protocol} endpoint`);
  return endpoint;
};

const same = (left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean =>
  [...new Set([...Object.keys(left), ...Object.keys(right)])].every((name) => left[name] === right[name]);

const subscribe =
  (kernel: Kernel, topics: Topics): Action =>
  (input) => {
    const topic = topics.require(input.TopicArn);
    const protocol = String(input.Protocol ?? '');
    const endpoint = readEndpoint(protocol, input.Endpoint);
    const attributes = optionalMap(input, 'Attributes') ?? {};
    checkAttributes(attributes, protocol);
    return kernel.store.write(() => {
      const existing = topics
        .subscriptionsOf(topic.arn)
        .find((each) => each.protocol === protocol && each.endpoint === endpoint);
      if (existing && !same(existing.attributes, attributes))
        throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
      const arn = existing?.arn ?? `${topic.arn}:${kernel.ids.uuid()}`;
      topics.saveSubscription({ arn, topicArn: topic.arn, protocol, endpoint, attributes });
      return { SubscriptionArn: arn };
    });
  };

const setAttribute =
  (kernel: Kernel, topics: Topics): Action =>
  (input) =>
    kernel.store.write(() => {
      const subscription = topics.requireSubscription(input.SubscriptionArn);
      const name = String(input.AttributeName);
      const { [name]: _before, ...others } = subscription.attributes;
      const value = input.AttributeValue;
      const attributes = value === undefined || value === '' ? others : { ...others, [name]: String(value) };
      checkAttributes({ [name]: '', ...attributes }, subscription.protocol);
      topics.saveSubscription({ ...subscription, attributes });
      return {};
    });

const shown = (kernel: Kernel, { arn, topicArn, protocol, endpoint }: Subscription) => ({
  SubscriptionArn: arn,
  Owner: kernel.home.accountId,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});

/**
 * Actions on subscriptions. Every subscription is confirmed at once; on AWS, e-mail subscriptions wait for the
 * receiver's confirmation.
 */
export const subscriptionActions = (kernel: Kernel, topics: Topics): Record<string, Action> => ({
  Subscribe: subscribe(kernel, topics),
  Unsubscribe: async ({ SubscriptionArn }) => {
    await kernel.store.write(() => topics.removeSubscription(String(SubscriptionArn)));
    return {};
  },
  ConfirmSubscription: () => {
    throw new AwsError('InvalidParameter', 'Invalid parameter: Token: every subscription is already confirmed');
  },
  ListSubscriptions: ({ NextToken }) =>
    paged(topics.subscriptionPage(String(NextToken ?? ''), PAGE_AND_ONE), 'Subscriptions', (each) =>
      shown(kernel, each),
    ),
  ListSubscriptionsByTopic: ({ TopicArn, NextToken }) =>
    paged(
      topics.subscriptionsOf(topics.require(TopicArn).arn, String(NextToken ?? ''), PAGE_AND_ONE),
      'Subscriptions',
      (each) => shown(kernel, each),
    ),
  GetSubscriptionAttributes: ({ SubscriptionArn }) => {
    const subscription = topics.requireSubscription(SubscriptionArn);
    return {
      Attributes: {
        ...shown(kernel, subscription),
        ConfirmationWasAuthenticated: 'true',
        PendingConfirmation: 'false',
        RawMessageDelivery: 'false',
        ...subscription.attributes,
      },
    };
  },
  SetSubscriptionAttributes: setAttribute(kernel, topics),
});
