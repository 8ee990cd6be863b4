import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import { shardNotFound, trimmed } from './errors.ts';
import { shardIterator } from './shard-iterator.ts';
import { recordNumber, type Stream } from './stream.ts';
import { inputOf, requireStream, type StreamContext } from './stream-context.ts';
import { GET_SHARD_ITERATOR } from './stream-types.ts';

interface Input {
  readonly StreamArn: string;
  readonly ShardId: string;
  readonly ShardIteratorType: string;
  readonly SequenceNumber?: string;
}

/** The number of the record at the requested position, which is the next one to read. */
const numberAt = ({ streams }: StreamContext, stream: Stream, input: Input): number => {
  const { ShardIteratorType: type, SequenceNumber } = input;
  if (SequenceNumber === undefined)
    throw validationError(`SequenceNumber is required when ShardIteratorType is ${type}.`);
  const number = recordNumber(stream, SequenceNumber);
  if (number === undefined)
    throw validationError(
      `Invalid SequenceNumber: ${SequenceNumber} is not in the range of the shard ${input.ShardId}.`,
    );
  const oldest = streams.oldest(stream);
  // Number 0 stands for the starting sequence number of the shard. Record 1 is its first record.
  const isTrimmed = number === 0 ? oldest > 1 : number < oldest;
  if (isTrimmed) throw trimmed();
  if (number === 0) return 1;
  return type === 'AT_SEQUENCE_NUMBER' ? number : number + 1;
};

const nextNumber = (context: StreamContext, stream: Stream, input: Input): number => {
  if (input.ShardIteratorType === 'TRIM_HORIZON') return context.streams.oldest(stream);
  if (input.ShardIteratorType === 'LATEST') return stream.last + 1;
  return numberAt(context, stream, input);
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export const getShardIterator =
  (context: StreamContext): Action =>
  (input) => {
    const data = inputOf<Input>(context, 'GetShardIterator', GET_SHARD_ITERATOR, input);
    const { StreamArn: arn, ShardId } = data;
    const stream = requireStream(context, arn);
    if (ShardId !== stream.shardId) throw shardNotFound(ShardId, arn);
    const position = { arn, number: nextNumber(context, stream, data) };
    return { ShardIterator: shardIterator(position, context.kernel.clock.now()) };
  };
