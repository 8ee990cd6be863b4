import { operation } from '../operation.ts';

interface StreamDescription {
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly SequenceNumberRange: { readonly StartingSequenceNumber: string };
  }[];
}

export const describeStream = operation<
  { readonly StreamArn: string },
  { readonly StreamDescription: StreamDescription }
>('dynamodb', 'DescribeStream');

type GetShardIteratorInput = {
  readonly StreamArn: string;
  readonly ShardId: string;
} & (
  | { readonly ShardIteratorType: 'TRIM_HORIZON' }
  | { readonly ShardIteratorType: 'AFTER_SEQUENCE_NUMBER'; readonly SequenceNumber: string }
);

export const getShardIterator = operation<GetShardIteratorInput, { readonly ShardIterator: string }>(
  'dynamodb',
  'GetShardIterator',
);

export interface StreamRecord {
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly SequenceNumber: string;
  };
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

export const getRecords = operation<
  { readonly ShardIterator: string; readonly Limit: number },
  { readonly Records: readonly StreamRecord[]; readonly NextShardIterator?: string }
>('dynamodb', 'GetRecords');
