import { AwsError } from '../aws/aws-error.ts';
import type { Caller } from '../aws/caller.ts';
import type { Kernel } from '../kernel.ts';
import * as dynamodb from './stream-operations.ts';

/** DynamoDB's maximum number of records per call. */
const MAX_PER_CALL = 1_000;

/** The functions of DynamoDB's streams in this runtime that the AWS API does not have. */
export interface StreamSource {
  /** Calls `listener` whenever the stream may have a new record. The returned function unsubscribes. */
  onRecords(streamArn: string, listener: () => void): () => void;
  /** Sequence number of the stream's latest record, or of its start; undefined if the stream does not exist. */
  latestSequenceNumber(streamArn: string): string | undefined;
}

/** The shard of a stream that a poller reads. */
export interface Shard {
  readonly shardId: string;
  readonly startingSequenceNumber: string;
  /**
   * Resolves with the records after the sequence number `after`, in order. If the records at this position were
   * deleted, starts with the oldest record.
   */
  read(after: string, max: number): Promise<readonly dynamodb.StreamRecord[]>;
}

/**
 * Opens the shard of a stream with the permissions of `caller`. Rejects with AwsError, for example if the caller lacks a
 * permission.
 */
export const openShard = async ({ services }: Kernel, streamArn: string, caller: Caller): Promise<Shard> => {
  const { StreamDescription } = await services.call(dynamodb.describeStream, { StreamArn: streamArn }, caller);
  const [shard] = StreamDescription.Shards;
  if (!shard) throw new Error(`The stream ${streamArn} has no shard.`);
  const at = { StreamArn: streamArn, ShardId: shard.ShardId };
  const iteratorAfter = async (SequenceNumber: string) => {
    try {
      const input = { ...at, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } as const;
      return await services.call(dynamodb.getShardIterator, input, caller);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'TrimmedDataAccessException') throw error;
      return services.call(dynamodb.getShardIterator, { ...at, ShardIteratorType: 'TRIM_HORIZON' }, caller);
    }
  };
  let next: { readonly after: string; readonly iterator: string | undefined } | undefined;
  return {
    shardId: shard.ShardId,
    startingSequenceNumber: shard.SequenceNumberRange.StartingSequenceNumber,
    read: async (after, max) => {
      const known = next?.after === after ? next.iterator : undefined;
      const ShardIterator = known ?? (await iteratorAfter(after)).ShardIterator;
      const input = { ShardIterator, Limit: Math.min(max, MAX_PER_CALL) };
      const { Records, NextShardIterator } = await services.call(dynamodb.getRecords, input, caller);
      next = { after: Records.at(-1)?.dynamodb.SequenceNumber ?? after, iterator: NextShardIterator };
      return Records;
    },
  };
};
