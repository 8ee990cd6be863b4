import { unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Input } from '../../core/parameters/input.ts';
import { keyedPage } from '../../core/parameters/pages.ts';
import { faultOfResourcePolicy } from '../../core/policy/document.ts';
import type { Action } from '../../core/service.ts';
import { invalidParameter, notFound } from './errors.ts';
import { list, optionalMap } from './parameters.ts';
import { defaultPolicy } from './topic-permissions.ts';
import type { Topic, Topics } from './topics.ts';

const PAGE = 100;
/** The delivery policy for HTTP endpoints that all topics show. It contains AWS's defaults. */
const EFFECTIVE_DELIVERY_POLICY = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});
const NAME = /^[A-Za-z0-9_-]{1,256}$/;
const ATTRIBUTES = new Set([
  'DisplayName',
  'Policy',
  'KmsMasterKeyId',
  'TracingConfig',
  'SignatureVersion',
  'FifoTopic',
  'ContentBasedDeduplication',
]);

const checkAttributes = (attributes: Readonly<Record<string, string>>): void => {
  for (const name of Object.keys(attributes)) {
    if (name === 'DeliveryPolicy' || name === 'ArchivePolicy' || name === 'FifoThroughputScope')
      throw unsupported(`${name} of an SNS topic`);
    if (!ATTRIBUTES.has(name)) throw invalidParameter(`AttributeName`);
  }
  const fault = attributes.Policy ? faultOfResourcePolicy(attributes.Policy) : undefined;
  if (fault !== undefined) throw invalidParameter(`Policy Error: ${fault}`);
};

const readName = (name: unknown, fifo: boolean): string => {
  if (typeof name !== 'string' || !NAME.test(name.replace(/\.fifo$/, ''))) throw invalidParameter('Topic Name');
  if (fifo !== name.endsWith('.fifo'))
    throw invalidParameter(
      'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
    );
  return name;
};

const readTags = (input: Input): Record<string, string> =>
  Object.fromEntries((list(input, 'Tags') as Input[]).map(({ Key, Value }) => [String(Key), String(Value ?? '')]));

/** The default values of the attributes that a topic does not set. */
const DEFAULTS: Readonly<Record<string, string>> = {
  DisplayName: '',
  FifoTopic: 'false',
  ContentBasedDeduplication: 'false',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
};

const differing = (existing: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): boolean =>
  Object.entries(given).some(([name, value]) => (existing[name] ?? '') !== value);

const createTopic =
  (kernel: Kernel, topics: Topics): Action =>
  (input) => {
    const attributes = optionalMap(input, 'Attributes') ?? {};
    if (input.DataProtectionPolicy !== undefined) throw unsupported('DataProtectionPolicy of an SNS topic');
    checkAttributes(attributes);
    const arn = topics.arnOf(readName(input.Name, attributes.FifoTopic === 'true'));
    const tags = readTags(input);
    return kernel.store.write(() => {
      const existing = topics.find(arn);
      if (existing && differing({ ...DEFAULTS, ...existing.attributes }, attributes))
        throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
      if (existing && differing(existing.tags, tags))
        throw invalidParameter('Tags Reason: Topic already exists with different tags');
      topics.save({
        arn,
        attributes: { ...existing?.attributes, ...attributes },
        tags: { ...existing?.tags, ...tags },
        sequence: existing?.sequence ?? 0,
      });
      return { TopicArn: arn };
    });
  };

const topicAttributes = (topics: Topics, topic: Topic, owner: string): Record<string, string> => ({
  TopicArn: topic.arn,
  Owner: owner,
  DisplayName: '',
  Policy: JSON.stringify(defaultPolicy(topic.arn, owner)),
  EffectiveDeliveryPolicy: EFFECTIVE_DELIVERY_POLICY,
  ...topic.attributes,
  SubscriptionsConfirmed: String(topics.subscriptionsOf(topic.arn).length),
  SubscriptionsPending: '0',
  SubscriptionsDeleted: '0',
});

const change =
  (kernel: Kernel, topics: Topics, next: (topic: Topic, input: Input) => Partial<Topic>, member: string): Action =>
  (input) =>
    kernel.store.write(() => {
      const topic = topics.find(String(input[member]));
      if (!topic) throw notFound(member === 'ResourceArn' ? 'Resource' : 'Topic');
      topics.save({ ...topic, ...next(topic, input) });
      return {};
    });

const withAttribute = (topic: Topic, { AttributeName, AttributeValue }: Input): Partial<Topic> => {
  const name = String(AttributeName);
  const attributes = { [name]: String(AttributeValue ?? '') };
  checkAttributes(attributes);
  if (name === 'FifoTopic') throw invalidParameter('AttributeName');
  const merged = { ...topic.attributes, ...attributes };
  return { attributes: Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== '')) };
};

const withoutTags = (topic: Topic, input: Input): Partial<Topic> => {
  const keys = list(input, 'TagKeys');
  return { tags: Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !keys.includes(key))) };
};

/** A page of at most 100 items, and the token of the next page: the last ARN of this page. */
export const paged = <T extends { readonly arn: string }, S>(
  found: readonly T[],
  member: string,
  show: (each: T) => S,
): Record<string, unknown> => {
  const { items, next } = keyedPage(found, PAGE, ({ arn }) => arn);
  return { [member]: items.map(show), ...(next !== undefined && { NextToken: next }) };
};

export const PAGE_AND_ONE = PAGE + 1;

/** The actions on topics, and on their attributes and tags. */
export const topicActions = (kernel: Kernel, topics: Topics): Record<string, Action> => ({
  CreateTopic: createTopic(kernel, topics),
  DeleteTopic: async ({ TopicArn }) => {
    await kernel.store.write(() => topics.remove(String(TopicArn)));
    return {};
  },
  ListTopics: ({ NextToken }) =>
    paged(topics.page(String(NextToken ?? ''), PAGE_AND_ONE), 'Topics', ({ arn }) => ({ TopicArn: arn })),
  GetTopicAttributes: ({ TopicArn }) => ({
    Attributes: topicAttributes(topics, topics.require(TopicArn), kernel.home.accountId),
  }),
  SetTopicAttributes: change(kernel, topics, withAttribute, 'TopicArn'),
  TagResource: change(
    kernel,
    topics,
    (topic, input) => ({ tags: { ...topic.tags, ...readTags(input) } }),
    'ResourceArn',
  ),
  UntagResource: change(kernel, topics, withoutTags, 'ResourceArn'),
  ListTagsForResource: ({ ResourceArn }) => {
    const topic = topics.find(String(ResourceArn));
    if (!topic) throw notFound('Resource');
    return { Tags: Object.entries(topic.tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
