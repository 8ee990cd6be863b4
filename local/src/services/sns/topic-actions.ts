import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Input } from '../../core/parameters/input.ts';
import { keyedPage } from '../../core/parameters/pages.ts';
import type { Action } from '../../core/service.ts';
import { invalidParameter } from './errors.ts';
import { list, objectList, optionalMap } from './parameters.ts';
import { checkTopicAttributes } from './topic-attributes.ts';
import { defaultPolicy } from './topic-permissions.ts';
import type { Topic, Topics } from './topics.ts';

const PAGE = 100;
const MAX_TAGS = 50;
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
/** Checks that the name has the suffix `.fifo` if and only if the topic is a FIFO topic. */
const readName = (name: unknown, fifo: boolean): string => {
  const isValid = typeof name === 'string' && NAME.test(name.replace(/\.fifo$/, '')) && fifo === name.endsWith('.fifo');
  if (!isValid) throw invalidParameter('Topic Name');
  return name;
};

const readTags = (input: Input): Record<string, string> =>
  Object.fromEntries(objectList(input, 'Tags').map(({ Key, Value }) => [String(Key), String(Value ?? '')]));

/** The tags of a topic with the added ones. Throws TagLimitExceeded if there are more than 50. */
const withTags = (tags: Topic['tags'] | undefined, added: Topic['tags']): Topic['tags'] => {
  const all = { ...tags, ...added };
  if (Object.keys(all).length <= MAX_TAGS) return all;
  throw new AwsError('TagLimitExceeded', 'Could not complete request: tag quota of per resource exceeded');
};

/** The default values of the attributes that a topic does not set. */
const DEFAULTS: Readonly<Record<string, string>> = {
  DisplayName: '',
  FifoTopic: 'false',
  ContentBasedDeduplication: 'false',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
  FifoThroughputScope: 'Topic',
};

const differing = (existing: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): boolean =>
  Object.entries(given).some(([name, value]) => (existing[name] ?? '') !== value);

const createTopic =
  (kernel: Kernel, topics: Topics): Action =>
  (input) => {
    const { FifoTopic, ...others } = optionalMap(input, 'Attributes') ?? {};
    const isFifo = FifoTopic === 'true';
    // AWS does not keep the value false.
    const attributes = isFifo ? { FifoTopic, ...others } : others;
    if (input.DataProtectionPolicy !== undefined) throw unsupported('DataProtectionPolicy of an SNS topic');
    checkTopicAttributes(attributes);
    const arn = topics.arnOf(readName(input.Name, isFifo));
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
        tags: withTags(existing?.tags, tags),
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
  ...(topic.attributes.FifoTopic === 'true' && { ContentBasedDeduplication: 'false' }),
  ...topic.attributes,
  SubscriptionsConfirmed: String(topics.subscriptionsOf(topic.arn).length),
  SubscriptionsPending: '0',
  SubscriptionsDeleted: '0',
});

/**
 * The topic of a request on tags. Throws ResourceNotFound, the error of the actions on tags.
 * https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html
 */
const requireResource = (topics: Topics, { ResourceArn }: Input): Topic => {
  const topic = topics.find(String(ResourceArn));
  if (!topic) throw new AwsError('ResourceNotFound', 'Resource does not exist', { statusCode: 404 });
  return topic;
};

/** An action that changes the topic that `find` returns. */
const change =
  (kernel: Kernel, topics: Topics, find: (input: Input) => Topic, next: Change): Action =>
  (input) =>
    kernel.store.write(() => {
      const topic = find(input);
      topics.save({ ...topic, ...next(topic, input) });
      return {};
    });

type Change = (topic: Topic, input: Input) => Partial<Topic>;

const withAttribute = (topic: Topic, { AttributeName, AttributeValue }: Input): Partial<Topic> => {
  const name = String(AttributeName);
  const attributes = { [name]: String(AttributeValue ?? '') };
  checkTopicAttributes(attributes);
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
export const topicActions = (kernel: Kernel, topics: Topics): Record<string, Action> => {
  const tagged = (input: Input) => requireResource(topics, input);
  return {
    CreateTopic: createTopic(kernel, topics),
    DeleteTopic: async ({ TopicArn }) => {
      const arn = topics.checkedTopicArn(TopicArn);
      await kernel.store.write(() => topics.remove(arn));
      return {};
    },
    ListTopics: ({ NextToken }) =>
      paged(topics.page(String(NextToken ?? ''), PAGE_AND_ONE), 'Topics', ({ arn }) => ({ TopicArn: arn })),
    GetTopicAttributes: ({ TopicArn }) => ({
      Attributes: topicAttributes(topics, topics.require(TopicArn), kernel.home.accountId),
    }),
    SetTopicAttributes: change(kernel, topics, ({ TopicArn }) => topics.require(TopicArn), withAttribute),
    TagResource: change(kernel, topics, tagged, ({ tags }, input) => ({ tags: withTags(tags, readTags(input)) })),
    UntagResource: change(kernel, topics, tagged, withoutTags),
    ListTagsForResource: (input) => ({
      Tags: Object.entries(tagged(input).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
};
