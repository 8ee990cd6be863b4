import { validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import { shardNotFound } from './errors.ts';
import { type Stream, sequenceNumber } from './stream.ts';
import { inputOf, requireStream, type StreamContext } from './stream-context.ts';
import { DESCRIBE_STREAM } from './stream-types.ts';

interface ShardFilter {
  readonly Type?: string;
  readonly ShardId?: string;
}

interface Input {
  readonly StreamArn: string;
  readonly ExclusiveStartShardId?: string;
  readonly ShardFilter?: ShardFilter;
}

const shardOf = (stream: Stream) => ({
  ShardId: stream.shardId,
  SequenceNumberRange: {
    StartingSequenceNumber: sequenceNumber(stream, 0),
    ...(stream.endedMs !== undefined && { EndingSequenceNumber: sequenceNumber(stream, stream.last) }),
  },
});

/** The shards that the request selects: a stream has one shard, which never has child shards in this runtime. */
const shardsOf = (stream: Stream, { StreamArn, ExclusiveStartShardId: after = '', ShardFilter }: Input) => {
  if (!ShardFilter) return stream.shardId > after ? [shardOf(stream)] : [];
  const { Type, ShardId } = ShardFilter;
  if (Type === undefined || ShardId === undefined) throw validationError('ShardFilter needs Type and ShardId.');
  if (ShardId !== stream.shardId) throw shardNotFound(ShardId, StreamArn);
  return [];
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export const describeStream =
  (context: StreamContext): Action =>
  (input) => {
    const data = inputOf<Input>(context, 'DescribeStream', DESCRIBE_STREAM, input);
    const stream = requireStream(context, data.StreamArn);
    return {
      StreamDescription: {
        StreamArn: data.StreamArn,
        StreamLabel: stream.label,
        StreamStatus: stream.endedMs === undefined ? 'ENABLED' : 'DISABLED',
        StreamViewType: stream.viewType,
        CreationRequestDateTime: stream.createdMs / 1000,
        TableName: stream.tableName,
        KeySchema: stream.keySchema,
        Shards: shardsOf(stream, data),
      },
    };
  };
