import { AwsError } from '../../../core/aws/aws-error.ts';

/** Thrown if the stream never existed, or if it ended more than 24 hours ago. */
export const streamNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);

export const shardNotFound = (shardId: string, arn: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Shard: ${shardId} in Stream: ${arn} not found`,
  );

/** Thrown if the position is before the oldest record that can be read. */
export const trimmed = (): AwsError =>
  new AwsError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard.',
  );
