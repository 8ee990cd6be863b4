import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import type { Input } from '../../core/parameters/input.ts';
import { invalidParameter, missingParameter } from './errors.ts';
import type { HandledAction } from './fauxqs.ts';
import { requiredText } from './parameters.ts';

const NAME = /^[A-Za-z0-9_-]{1,80}$/;
const MAX_DELAY_SECONDS = 900;
const MAX_RECEIVES = 1_000;

const CREATION_ATTRIBUTES = new Set([
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'Policy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
]);

const checkName = (input: Input): void => {
  const name = requiredText(input, 'QueueName');
  const fifo = name.endsWith('.fifo');
  if (!NAME.test(fifo ? name.slice(0, -5) : name) || name.length > 80)
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
};

const refuseRedrive = (policy: string, reason: string): AwsError =>
  invalidParameter(`Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`);

const checkRedrive = (policy: string, queueExists: (arn: string) => boolean): void => {
  let read: { deadLetterTargetArn?: unknown; maxReceiveCount?: unknown };
  try {
    read = JSON.parse(policy);
  } catch {
    throw refuseRedrive(policy, 'Redrive policy is not a valid JSON map.');
  }
  const count = Number(read.maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > MAX_RECEIVES)
    throw refuseRedrive(policy, 'Invalid value for maxReceiveCount: must be an integer from 1 to 1000.');
  if (typeof read.deadLetterTargetArn !== 'string' || !queueExists(read.deadLetterTargetArn))
    throw refuseRedrive(policy, 'Dead letter target does not exist.');
};

/** Throws AwsError for attributes that AWS rejects or this runtime does not support. */
export const checkAttributes = (
  attributes: Readonly<Record<string, string>>,
  queueExists: (arn: string) => boolean,
): void => {
  for (const name of Object.keys(attributes))
    if (!CREATION_ATTRIBUTES.has(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (attributes.DeduplicationScope === 'messageGroup') throw unsupported('DeduplicationScope messageGroup of a queue');
  if (attributes.RedrivePolicy) checkRedrive(attributes.RedrivePolicy, queueExists);
};

const checkMessage = (entry: Input): void => {
  if (entry.MessageBody === undefined || entry.MessageBody === '') throw missingParameter('MessageBody');
  if (typeof entry.MessageBody !== 'string')
    throw new AwsError('SerializationException', 'The MessageBody must be a string.');
  if (entry.MessageSystemAttributes !== undefined) throw unsupported('MessageSystemAttributes of a message');
  const delay = entry.DelaySeconds;
  if (delay !== undefined && !(Number(delay) >= 0 && Number(delay) <= MAX_DELAY_SECONDS))
    throw invalidParameter(
      `Value ${String(delay)} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  for (const [name, attribute] of Object.entries((entry.MessageAttributes ?? {}) as Record<string, Input>))
    if (!/^(?:String|Number|Binary)(?:\.|$)/.test(String(attribute.DataType ?? '')))
      throw invalidParameter(
        `The type of message attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
};

const checkEntries = ({ Entries: entries }: Input): void => {
  if (entries !== undefined && !Array.isArray(entries))
    throw new AwsError('SerializationException', 'Entries must be a list.');
  for (const entry of (entries ?? []) as Input[]) requiredText(entry, 'Id');
};

const checkBatch = (input: Input): void => {
  checkEntries(input);
  for (const entry of (input.Entries ?? []) as Input[]) checkMessage(entry);
};

/** Checks by action, for input that AWS rejects but fauxqs accepts or fails on. */
export const CHECKS: Partial<Record<HandledAction, (input: Input) => void>> = {
  CreateQueue: checkName,
  SendMessage: checkMessage,
  SendMessageBatch: checkBatch,
  DeleteMessageBatch: checkEntries,
  ChangeMessageVisibilityBatch: checkEntries,
};
