import type { Value } from '../../core/cloudformation/value.ts';
import { type OperationInput, operation } from '../../core/operation.ts';

/** State machines call these operations with an input from their definition. */
export const getItem = operation<OperationInput>('dynamodb', 'GetItem');

export const putItem = operation<OperationInput>('dynamodb', 'PutItem');

export const updateItem = operation<OperationInput>('dynamodb', 'UpdateItem');

export const deleteItem = operation<OperationInput>('dynamodb', 'DeleteItem');

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
  { readonly Records: readonly StreamRecord[] }
>('dynamodb', 'GetRecords');

type TableName = { readonly TableName: string };

/** StreamViewType is valid only with `StreamEnabled` true. */
export interface StreamSpecification {
  readonly StreamEnabled: boolean;
  readonly StreamViewType?: string | undefined;
}

interface Throughput {
  readonly ReadCapacityUnits: number | undefined;
  readonly WriteCapacityUnits: number | undefined;
}

export interface SecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema?: Value;
  readonly Projection?: Value;
  readonly ProvisionedThroughput?: Throughput;
}

type Billing = {
  readonly BillingMode: string;
  readonly ProvisionedThroughput?: Throughput;
};

export type CreateTableInput = TableName &
  Billing & {
    readonly KeySchema?: Value;
    readonly AttributeDefinitions?: Value;
    readonly GlobalSecondaryIndexes?: readonly SecondaryIndex[];
    readonly LocalSecondaryIndexes?: readonly SecondaryIndex[];
    readonly StreamSpecification?: StreamSpecification;
    readonly Tags?: Value;
  };

export const createTable = operation<CreateTableInput>('dynamodb', 'CreateTable');

type UpdateTableInput = TableName &
  Partial<Billing> & {
    readonly AttributeDefinitions?: Value | undefined;
    readonly StreamSpecification?: StreamSpecification;
    readonly GlobalSecondaryIndexUpdates?: readonly (
      | { readonly Create: SecondaryIndex }
      | { readonly Delete: { readonly IndexName: string } }
      | { readonly Update: { readonly IndexName: string; readonly ProvisionedThroughput: Throughput } }
    )[];
  };

export const updateTable = operation<UpdateTableInput>('dynamodb', 'UpdateTable');

export interface TableDescription {
  readonly TableStatus: string;
  readonly LatestStreamArn?: string;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexStatus: string }[];
}

export const describeTable = operation<TableName, { readonly Table: TableDescription }>('dynamodb', 'DescribeTable');

export const deleteTable = operation<TableName>('dynamodb', 'DeleteTable');

type UpdateContinuousBackupsInput = TableName & {
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
};

export const updateContinuousBackups = operation<UpdateContinuousBackupsInput>('dynamodb', 'UpdateContinuousBackups');

type UpdateTimeToLiveInput = TableName & {
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
};

export const updateTimeToLive = operation<UpdateTimeToLiveInput>('dynamodb', 'UpdateTimeToLive');
