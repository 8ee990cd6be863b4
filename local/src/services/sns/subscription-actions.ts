import { isDeepStrictEqual } from 'node:util';
import { parseArn } from '../../core/aws/arn.ts';
import { unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Action } from '../../core/service.ts';
import { invalidParameter } from './errors.ts';
import { checkFilterPolicy } from './filter-policy.ts';
import { optionalMap } from './parameters.ts';
import { PAGE_AND_ONE, paged } from './topic-actions.ts';
import { checkedArn, type Subscription, type Topics } from './topics.ts';

type Input = Readonly<Record<string, unknown>>;

/** The format of endpoints, by protocol. Other protocols are not supported. */
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

const checkRedrivePolicy = (text: string, { topicArn, where }: Subscribed): void => {
  const refuse = (reason: string) => invalidParameter(`${where}RedrivePolicy: ${reason}`);
  const policy = json(text);
  if (typeof policy !== 'object' || policy === null) throw refuse('failed to parse JSON.');
  const { deadLetterTargetArn: target } = policy as Input;
  if (typeof target !== 'string' || parseArn(target)?.service !== 'sqs')
    throw refuse('deadLetterTargetArn is an invalid arn');
  if (topicArn.endsWith('.fifo') && !target.endsWith('.fifo'))
    throw refuse('must use a FIFO queue as DLQ for a FIFO topic');
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The subscription to which the attributes belong. */
interface Subscribed {
  readonly protocol: string;
  readonly topicArn: string;
  /**
   * The start of an error message. Subscribe's messages contain the parameter name `Attributes`; those of
   * SetSubscriptionAttributes do not.
   */
  readonly where: '' | 'Attributes Reason: ';
}

const checkAttributes = (attributes: Readonly<Record<string, string>>, subscribed: Subscribed): void => {
  const { protocol, where } = subscribed;
  for (const name of Object.keys(attributes)) {
    if (REFUSED_ATTRIBUTES.has(name)) throw unsupported(`${name} of an SNS subscription`);
    if (!ATTRIBUTES.has(name)) throw invalidParameter(`${where}AttributeName`);
  }
  const { RawMessageDelivery: raw, FilterPolicyScope: scope, FilterPolicy: policy, RedrivePolicy } = attributes;
  if (raw !== undefined && raw !== '' && !/^(?:true|false)$/i.test(raw))
    throw invalidParameter(`${where}RawMessageDelivery: Invalid value [${raw}]. Must be true or false.`);
  if (raw?.toLowerCase() === 'true' && protocol !== 'sqs')
    throw invalidParameter(
      `${where}RawMessageDelivery: delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  if (scope && !SCOPES.includes(scope))
    throw invalidParameter(
      `${where}FilterPolicyScope: Invalid value [${scope}]. Please use either MessageBody or MessageAttributes`,
    );
  if (policy) checkFilterPolicy(policy, { onBody: scope === 'MessageBody', where });
  if (RedrivePolicy) checkRedrivePolicy(RedrivePolicy, subscribed);
};

/** Throws UnsupportedOperation for a protocol by which this runtime cannot deliver. */
export const checkProtocol = (protocol: string): void => {
  if (UNSUPPORTED_PROTOCOLS.has(protocol)) throw unsupported(`The subscription protocol ${protocol} of SNS`);
};

const readEndpoint = (protocol: string, endpoint: unknown): string => {
  checkProtocol(protocol);
  const shape = Object.hasOwn(ENDPOINTS, protocol) ? ENDPOINTS[protocol] : undefined;
  if (!shape) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (typeof endpoint !== 'string' || !shape.test(endpoint))
    throw invalidParameter(protocol === 'sqs' ? 'SQS endpoint ARN' : `${protocol} endpoint`);
  return endpoint;
};

/** The attributes as AWS shows them: with default values for those that the subscription does not set. */
const shownAttributes = (attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  RawMessageDelivery: 'false',
  ...(attributes.FilterPolicy && { FilterPolicyScope: 'MessageAttributes' }),
  ...attributes,
});

/** Whether a subscription already has all given attributes. Its other attributes are not compared. */
const hasAll = (existing: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): boolean => {
  const shown = shownAttributes(existing);
  return Object.entries(given).every(([name, value]) => sameAttribute(shown[name], value));
};

const sameAttribute = (existing: string | undefined, given: string): boolean =>
  existing === given || (existing !== undefined && isDeepStrictEqual(json(existing) ?? existing, json(given) ?? given));

const subscribe =
  (kernel: Kernel, topics: Topics): Action =>
  (input) => {
    const topic = topics.require(input.TopicArn);
    const protocol = typeof input.Protocol === 'string' ? input.Protocol : '';
    const endpoint = readEndpoint(protocol, input.Endpoint);
    const attributes = optionalMap(input, 'Attributes') ?? {};
    checkAttributes(attributes, { protocol, topicArn: topic.arn, where: 'Attributes Reason: ' });
    if (endpoint.endsWith('.fifo') && !topic.arn.endsWith('.fifo'))
      throw invalidParameter(
        'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
      );
    return kernel.store.write(() => {
      const existing = topics
        .subscriptionsOf(topic.arn)
        .find((each) => each.protocol === protocol && each.endpoint === endpoint);
      if (existing && !hasAll(existing.attributes, attributes))
        throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
      if (existing) return { SubscriptionArn: existing.arn };
      const arn = `${topic.arn}:${kernel.ids.uuid()}`;
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
      checkAttributes({ [name]: '', ...attributes }, { ...subscription, where: '' });
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
 * The actions on subscriptions. Every subscription is confirmed immediately; on AWS, an e-mail subscription waits until
 * the receiver confirms it.
 */
export const subscriptionActions = (kernel: Kernel, topics: Topics): Record<string, Action> => ({
  Subscribe: subscribe(kernel, topics),
  Unsubscribe: async ({ SubscriptionArn }) => {
    const arn = checkedArn(SubscriptionArn, 'SubscriptionArn');
    await kernel.store.write(() => topics.removeSubscription(arn));
    return {};
  },
  // No token is ever issued, because every subscription is confirmed.
  ConfirmSubscription: ({ TopicArn }) => {
    topics.require(TopicArn);
    throw invalidParameter('Token');
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
        SubscriptionPrincipal: `arn:aws:iam::${kernel.home.accountId}:root`,
        ...shownAttributes(subscription.attributes),
      },
    };
  },
  SetSubscriptionAttributes: setAttribute(kernel, topics),
});
