import { arnOf } from '../../core/aws/arn.ts';
import { attachedPolicy } from '../../core/cloudformation/attached-policy.ts';
import { defined, definedValues, tagMap, text } from '../../core/cloudformation/properties.ts';
import type { Physical, ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { TAGS } from '../../core/cloudformation/tags.ts';
import { isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import * as sqs from './operations.ts';

/**
 * The attributes that a template may set, with their defaults. SetQueueAttributes restores the default if an updated
 * template does not contain the attribute any more.
 */
const QUEUE_ATTRIBUTES: { readonly [property: string]: string | undefined } = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  RedrivePolicy: '',
  RedriveAllowPolicy: '',
  ContentBasedDeduplication: undefined,
  DeduplicationScope: undefined,
  FifoThroughputLimit: undefined,
  KmsMasterKeyId: '',
  KmsDataKeyReusePeriodSeconds: '300',
  SqsManagedSseEnabled: 'true',
};

const attributeText = (value: Value | undefined): string | undefined =>
  isObject(value) ? JSON.stringify(value) : text(value);

const attributesOf = (properties: ValueObject): Record<string, string> =>
  definedValues(
    Object.fromEntries(Object.keys(QUEUE_ATTRIBUTES).map((name) => [name, attributeText(properties[name])])),
  );

const queue = ({ home, name }: ResourceContext, url: string): Physical => ({
  ref: url,
  attributes: { Arn: arnOf(home, 'sqs', name), QueueName: name, QueueUrl: url },
});

/** The queue's name in its URL. The rest changes with the address of the runtime. */
const nameIn = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

export const SQS_TYPES: ResourceTypes = {
  'AWS::SQS::Queue': {
    kind: 'runs',
    properties: {
      QueueName: true,
      FifoQueue: true,
      Tags: TAGS,
      ...Object.fromEntries(Object.keys(QUEUE_ATTRIBUTES).map((name) => [name, true as const])),
    },
    attributes: ['Arn', 'QueueName', 'QueueUrl'],
    nameProperty: 'QueueName',
    maxNameLength: 75, // 80 with the suffix `.fifo`
    replacedBy: ['QueueName', 'FifoQueue'],
    holdsData: true,
    create: async (context) => {
      // CreateQueue refuses the value false.
      const fifo = text(context.properties.FifoQueue) === 'true' ? { FifoQueue: 'true' } : {};
      const { QueueUrl } = await context.call(sqs.createQueue, {
        QueueName: context.name,
        Attributes: { ...attributesOf(context.properties), ...fifo },
        ...defined({ tags: tagMap(context.properties.Tags) }),
      });
      return queue(context, QueueUrl);
    },
    update: async (context, existing, previous) => {
      const now = attributesOf(context.properties);
      const left = Object.keys(attributesOf(previous)).filter((name) => now[name] === undefined);
      const restored = definedValues(Object.fromEntries(left.map((name) => [name, QUEUE_ATTRIBUTES[name]])));
      // A key of KMS switches the encryption by SQS off, which cannot be requested with it.
      if (now.KmsMasterKeyId) delete restored.SqsManagedSseEnabled;
      const attributes = { ...restored, ...now };
      if (Object.keys(attributes).length > 0)
        await context.call(sqs.setQueueAttributes, { QueueUrl: existing.ref, Attributes: attributes });
      return queue(context, existing.ref);
    },
    delete: async (context, existing) => {
      await context.call(sqs.deleteQueue, { QueueUrl: existing.ref });
    },
  },
  'AWS::SQS::QueuePolicy': attachedPolicy({
    targets: 'Queues',
    nameIn,
    set: async (context, QueueUrl, Policy) => {
      await context.call(sqs.setQueueAttributes, { QueueUrl, Attributes: { Policy } });
    },
  }),
};
