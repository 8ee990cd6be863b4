import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Attributes } from '../store/queue-table.ts';

/** How a new queue is encrypted on AWS: with a key of SQS. The runtime shows these attributes and encrypts nothing. */
export const INITIAL_ENCRYPTION: Attributes = { SqsManagedSseEnabled: 'true' };

const OF_KMS: Attributes = { SqsManagedSseEnabled: 'false', KmsDataKeyReusePeriodSeconds: '300' };

/** Throws InvalidAttributeName for attributes that ask for two kinds of encryption. */
export const checkEncryption = ({ KmsMasterKeyId: key, SqsManagedSseEnabled: isManaged }: Attributes): void => {
  if (key && isManaged === 'true')
    throw new AwsError(
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
};

/**
 * The attributes after the changes, with at most one kind of encryption: a key of KMS switches the encryption by SQS
 * off, and the encryption by SQS removes the key. Without a key the reuse period has no meaning and is not kept.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export const withOneEncryption = (attributes: Attributes, changes: Attributes): Attributes => {
  const { KmsMasterKeyId: key, KmsDataKeyReusePeriodSeconds: reuse, ...others } = attributes;
  if (!key || changes.SqsManagedSseEnabled === 'true') return others;
  return { ...others, ...OF_KMS, KmsMasterKeyId: key, ...(reuse && { KmsDataKeyReusePeriodSeconds: reuse }) };
};
