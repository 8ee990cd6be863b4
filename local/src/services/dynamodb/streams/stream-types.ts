import type { Types } from '../dynalite-types.ts';

const STREAM_ARN = { type: 'String', lengthGreaterThanOrEqual: 37, lengthLessThanOrEqual: 1024 };
const SHARD_ID = { type: 'String', lengthGreaterThanOrEqual: 28, lengthLessThanOrEqual: 65 };

const limit = (max: number) => ({ type: 'Integer', greaterThanOrEqual: 1, lessThanOrEqual: max });

/** The largest values of Limit on AWS, which are also the defaults. */
export const MAX_STREAMS = 100;
export const MAX_RECORDS = 1000;

export const LIST_STREAMS: Types = {
  TableName: { type: 'String', regex: '[a-zA-Z0-9_.-]+', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 1024 },
  ExclusiveStartStreamArn: STREAM_ARN,
  Limit: limit(MAX_STREAMS),
};

export const DESCRIBE_STREAM: Types = {
  StreamArn: { ...STREAM_ARN, notNull: true },
  ExclusiveStartShardId: SHARD_ID,
  Limit: limit(100),
  ShardFilter: {
    type: 'FieldStruct<ShardFilter>',
    children: { Type: { type: 'String', enum: ['CHILD_SHARDS'] }, ShardId: SHARD_ID },
  },
};

export const GET_SHARD_ITERATOR: Types = {
  StreamArn: { ...STREAM_ARN, notNull: true },
  ShardId: { ...SHARD_ID, notNull: true },
  ShardIteratorType: {
    type: 'String',
    notNull: true,
    enum: ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'],
  },
  SequenceNumber: { type: 'String', lengthGreaterThanOrEqual: 21, lengthLessThanOrEqual: 40 },
};

export const GET_RECORDS: Types = {
  ShardIterator: { type: 'String', notNull: true, lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 2048 },
  Limit: limit(MAX_RECORDS),
};
