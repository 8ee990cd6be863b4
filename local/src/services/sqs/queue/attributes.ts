import { AwsError } from '../../../core/aws/aws-error.ts';
import { faultOfResourcePolicy } from '../../../core/policy/document.ts';
import type { Attributes, Queue } from '../store/queue-table.ts';
import { checkEncryption, INITIAL_ENCRYPTION, withOneEncryption } from './encryption.ts';

/** The integer attributes, with their limits and the default for a new queue. */
const INTEGERS: { readonly [name: string]: { readonly min: number; readonly max: number; readonly initial?: string } } =
  {
    VisibilityTimeout: { min: 0, max: 43_200, initial: '30' },
    DelaySeconds: { min: 0, max: 900, initial: '0' },
    ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, initial: '0' },
    MaximumMessageSize: { min: 1_024, max: 1_048_576, initial: '1048576' },
    MessageRetentionPeriod: { min: 60, max: 1_209_600, initial: '345600' },
    KmsDataKeyReusePeriodSeconds: { min: 60, max: 86_400 },
  };

/** The attributes of FIFO queues, with their allowed values; the first value is the default for a new queue. */
const OF_FIFO: { readonly [name: string]: readonly string[] } = {
  FifoQueue: ['true'],
  ContentBasedDeduplication: ['false', 'true'],
  DeduplicationScope: ['queue', 'messageGroup'],
  FifoThroughputLimit: ['perQueue', 'perMessageGroupId'],
};

const MAX_STATEMENTS = 20;

/** The other attributes. `queue/redrive.ts` checks the two redrive policies. */
const OTHERS = ['RedrivePolicy', 'RedriveAllowPolicy', 'Policy', 'KmsMasterKeyId'];

const initials = (values: { readonly [name: string]: string | undefined }): Attributes =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));

const INITIAL = {
  ...initials(Object.fromEntries(Object.entries(INTEGERS).map(([name, { initial }]) => [name, initial]))),
  ...INITIAL_ENCRYPTION,
};

const INITIAL_OF_FIFO = initials(Object.fromEntries(Object.entries(OF_FIFO).map(([name, [first]]) => [name, first])));

/** The default attributes of a new queue. */
export const initialAttributes = (isFifo: boolean): Attributes =>
  isFifo ? { ...INITIAL, ...INITIAL_OF_FIFO } : INITIAL;

const unknownAttribute = (name: string): AwsError => new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);

const invalidValue = (name: string, reason?: string): AwsError =>
  new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason === undefined ? '' : ` Reason: ${reason}`}`,
  );

const checkInteger = (name: string, value: string): void => {
  const limits = INTEGERS[name];
  if (limits === undefined) return;
  const isWithin = /^\d{1,9}$/.test(value) && Number(value) >= limits.min && Number(value) <= limits.max;
  if (!isWithin) throw invalidValue(name);
};

const checkChoice = (name: string, value: string, choices: readonly string[] | undefined): void => {
  if (choices !== undefined && !choices.includes(value)) throw invalidValue(name);
};

const checkOne = (name: string, value: string, isFifo: boolean): void => {
  const isKnown = name in INTEGERS || OTHERS.includes(name) || name === 'SqsManagedSseEnabled';
  if (!isKnown && !(isFifo && name in OF_FIFO)) throw unknownAttribute(name);
  if (name === 'FifoQueue' && value !== 'true')
    throw invalidValue(name, 'You cannot change the FifoQueue attribute of an existing queue.');
  checkInteger(name, value);
  checkChoice(name, value, OF_FIFO[name]);
  if (name === 'SqsManagedSseEnabled') checkChoice(name, value, ['true', 'false']);
  if (name === 'Policy') checkPolicy(value);
};

const checkPolicy = (policy: string): void => {
  if (faultOfResourcePolicy(policy) !== undefined) throw invalidValue('Policy');
  const { Statement = [] } = JSON.parse(policy) as { readonly Statement?: unknown };
  checkStatements([Statement].flat().length);
};

/**
 * Throws OverLimit for a policy with too many statements.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 */
export const checkStatements = (count: number): void => {
  if (count > MAX_STATEMENTS)
    throw new AwsError(
      'OverLimit',
      `${count} statements were found in the submitted policy, max allowed is ${MAX_STATEMENTS}`,
      { statusCode: 403 },
    );
};

/**
 * Throws InvalidAttributeName or InvalidAttributeValue for attributes that AWS rejects. An empty value, which removes
 * the attribute, is valid for attributes without a default.
 */
export const checkAttributes = (attributes: Attributes, isFifo: boolean): void => {
  checkEncryption(attributes);
  for (const [name, value] of Object.entries(attributes))
    if (value !== '' || !OTHERS.includes(name)) checkOne(name, value, isFifo);
};

/** Throws InvalidAttributeValue for a combination that AWS rejects. `attributes` must be all attributes of a queue. */
export const checkCombination = ({ DeduplicationScope: scope, FifoThroughputLimit: limit }: Attributes): void => {
  if (limit === 'perMessageGroupId' && scope !== 'messageGroup')
    throw invalidValue(
      'FifoThroughputLimit',
      'The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup',
    );
};

export const withoutEmpty = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));

/** Returns the attributes with the changes applied; an empty value removes an attribute. */
export const withAttributes = (attributes: Attributes, changes: Attributes): Attributes =>
  withOneEncryption(withoutEmpty({ ...attributes, ...changes }), changes);

export const integerOf = ({ attributes }: Queue, name: string): number => Number(attributes[name]);

const COMPUTED = [
  'QueueArn',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
];

const READABLE = new Set([
  'All',
  ...COMPUTED,
  ...Object.keys(INTEGERS),
  ...OTHERS,
  'SqsManagedSseEnabled',
  ...Object.keys(OF_FIFO),
]);

/** Selects the requested attributes from `all`. Throws InvalidAttributeName for an unknown name. */
export const selectAttributes = (all: Attributes, names: readonly string[]): Attributes => {
  for (const name of names) if (!READABLE.has(name)) throw unknownAttribute(name);
  if (names.includes('All')) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
};
