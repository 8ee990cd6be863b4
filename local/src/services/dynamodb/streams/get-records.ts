import type { Action } from '../../../core/service.ts';
import { trimmed } from './errors.ts';
import type { StreamRecord } from './record.ts';
import { positionOf, shardIterator } from './shard-iterator.ts';
import type { Stream } from './stream.ts';
import { inputOf, requireStream, type StreamContext } from './stream-context.ts';
import { GET_RECORDS, MAX_RECORDS } from './stream-types.ts';

/** Maximum size of the records of one call on AWS, in bytes. A call returns at least one record, if there is one. */
const MAX_BYTES = 1024 * 1024;

interface Input {
  readonly ShardIterator: string;
  readonly Limit?: number;
}

/** The records from the number `from` on, and the number that follows the last of them. */
const page = ({ streams }: StreamContext, stream: Stream, from: number, limit: number) => {
  const records: StreamRecord[] = [];
  let next = from;
  let bytes = 0;
  for (const { number, text } of streams.read(stream, from, limit)) {
    bytes += Buffer.byteLength(text);
    if (records.length > 0 && bytes > MAX_BYTES) break;
    records.push(JSON.parse(text) as StreamRecord);
    next = number + 1;
  }
  return { records, next };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
export const getRecords =
  (context: StreamContext): Action =>
  (input) => {
    const data = inputOf<Input>(context, 'GetRecords', GET_RECORDS, input);
    const nowMs = context.kernel.clock.now();
    const { arn, number } = positionOf(data.ShardIterator, nowMs);
    const stream = requireStream(context, arn);
    if (number < context.streams.oldest(stream)) throw trimmed();
    const { records, next } = page(context, stream, number, data.Limit ?? MAX_RECORDS);
    const isAtEnd = stream.endedMs !== undefined && next > stream.last;
    return {
      Records: records,
      ...(!isAtEnd && { NextShardIterator: shardIterator({ arn, number: next }, nowMs) }),
    };
  };
