import { unsupported } from '../../core/aws/aws-error.ts';
import { faultOfResourcePolicy } from '../../core/policy/document.ts';
import { invalidParameter } from './errors.ts';

const BOOLEAN = ['true', 'false'];

/** The attributes that a topic can have, with their allowed values; undefined if all are allowed. */
const ATTRIBUTES: Readonly<Record<string, readonly string[] | undefined>> = {
  DisplayName: undefined,
  Policy: undefined,
  KmsMasterKeyId: undefined,
  TracingConfig: ['PassThrough', 'Active'],
  SignatureVersion: ['1', '2'],
  FifoTopic: BOOLEAN,
  ContentBasedDeduplication: BOOLEAN,
  FifoThroughputScope: ['Topic', 'MessageGroup'],
};

/** The attributes that AWS has and this runtime does not have: HTTP endpoints, archives and logs of deliveries. */
const REFUSED =
  /^(?:DeliveryPolicy|ArchivePolicy|(?:Application|Firehose|HTTP|Lambda|SQS)(?:SuccessFeedback(?:RoleArn|SampleRate)|FailureFeedbackRoleArn))$/;

/**
 * Throws InvalidParameter for attributes that AWS refuses, and UnsupportedOperation for those that this runtime does not
 * have. An empty value removes an attribute.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
 */
export const checkTopicAttributes = (attributes: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (REFUSED.test(name)) throw unsupported(`${name} of an SNS topic`);
    if (!Object.hasOwn(ATTRIBUTES, name)) throw invalidParameter('AttributeName');
    const allowed = ATTRIBUTES[name];
    if (value !== '' && allowed && !allowed.includes(value)) throw invalidParameter(name);
  }
  const fault = attributes.Policy ? faultOfResourcePolicy(attributes.Policy) : undefined;
  if (fault !== undefined) throw invalidParameter(`Policy Error: ${fault}`);
};
