import type { Action } from '../../../core/service.ts';
import { streamArn } from './stream.ts';
import { inputOf, type StreamContext } from './stream-context.ts';
import { LIST_STREAMS, MAX_STREAMS } from './stream-types.ts';

interface Input {
  readonly TableName?: string;
  readonly ExclusiveStartStreamArn?: string;
  readonly Limit?: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html */
export const listStreams =
  (context: StreamContext): Action =>
  (input) => {
    const { kernel, streams } = context;
    const data = inputOf<Input>(context, 'ListStreams', LIST_STREAMS, input);
    const { TableName, ExclusiveStartStreamArn: after = '', Limit = MAX_STREAMS } = data;
    const all = streams
      .all(TableName)
      .map((stream) => ({
        StreamArn: streamArn(kernel.home, stream),
        TableName: stream.tableName,
        StreamLabel: stream.label,
      }))
      .toSorted((a, b) => (a.StreamArn < b.StreamArn ? -1 : 1))
      .filter(({ StreamArn }) => StreamArn > after);
    const page = all.slice(0, Limit);
    return {
      Streams: page,
      ...(all.length > Limit && { LastEvaluatedStreamArn: page.at(-1)?.StreamArn }),
    };
  };
