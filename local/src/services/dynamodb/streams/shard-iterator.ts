import { AwsError, validationError } from '../../../core/aws/aws-error.ts';

/** How long a shard iterator is valid on AWS: 15 minutes after it was returned. */
const VALID_MS = 15 * 60_000;

/** Position in the shard of a stream. */
export interface Position {
  readonly arn: string;
  /** Number of the next record to read. */
  readonly number: number;
}

/** The iterator as text, which begins with the stream's ARN. */
export const shardIterator = ({ arn, number }: Position, nowMs: number): string =>
  `${arn}|1|${Buffer.from(JSON.stringify([number, Math.floor(nowMs)])).toString('base64')}`;

const INVALID = () => validationError('Invalid ShardIterator');

const decoded = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    throw INVALID();
  }
};

/** Parses an iterator. Throws ValidationException for any other text, and ExpiredIteratorException after 15 minutes. */
export const positionOf = (iterator: string, nowMs: number): Position => {
  const [arn, version, data] = iterator.split('|');
  if (arn === undefined || version !== '1' || data === undefined) throw INVALID();
  const content = decoded(data);
  if (!Array.isArray(content)) throw INVALID();
  const [number, madeMs] = content as unknown[];
  if (!Number.isSafeInteger(number) || typeof madeMs !== 'number') throw INVALID();
  if (nowMs - madeMs > VALID_MS)
    throw new AwsError(
      'ExpiredIteratorException',
      'The shard iterator has expired and can no longer be used to retrieve stream records. A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.',
    );
  return { arn, number: number as number };
};
