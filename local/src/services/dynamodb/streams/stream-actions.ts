import type { Action } from '../../../core/service.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listStreams } from './list-streams.ts';
import type { StreamContext } from './stream-context.ts';

/**
 * The actions of the API DynamoDBStreams_20120810. Their IAM actions have the prefix of DynamoDB (`dynamodb:`).
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
 */
export const streamActions = (context: StreamContext): Record<string, Action> => ({
  DescribeStream: describeStream(context),
  GetRecords: getRecords(context),
  GetShardIterator: getShardIterator(context),
  ListStreams: listStreams(context),
});
