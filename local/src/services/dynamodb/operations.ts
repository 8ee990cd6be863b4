import type { Value } from '../../core/cloudformation/value.ts';
import { type OperationInput, operation } from '../../core/operation.ts';

/** An item or a key in DynamoDB's format. */
export type TypedItem = { readonly [attribute: string]: unknown };

/** State machines and resolvers call the operations on items with an input from their definition. */
export const getItem = operation<OperationInput, { readonly Item?: TypedItem }>('dynamodb', 'GetItem');

/** The answer has attributes only if the input requests them. */
type WriteAnswer = { readonly Attributes?: TypedItem };

export const putItem = operation<OperationInput, WriteAnswer>('dynamodb', 'PutItem');

export const updateItem = operation<OperationInput, WriteAnswer>('dynamodb', 'UpdateItem');

export const deleteItem = operation<OperationInput, WriteAnswer>('dynamodb', 'DeleteItem');

interface PageAnswer {
  readonly Items?: readonly TypedItem[];
  readonly LastEvaluatedKey?: TypedItem;
  readonly ScannedCount?: number;
}

export const query = operation<OperationInput, PageAnswer>('dynamodb', 'Query');

export const scan = operation<OperationInput, PageAnswer>('dynamodb', 'Scan');

interface BatchGetAnswer {
  readonly Responses?: { readonly [table: string]: readonly TypedItem[] };
  readonly UnprocessedKeys?: { readonly [table: string]: { readonly Keys: readonly TypedItem[] } };
}

export const batchGetItem = operation<OperationInput, BatchGetAnswer>('dynamodb', 'BatchGetItem');

interface WriteRequest {
  readonly PutRequest?: { readonly Item: TypedItem };
  readonly DeleteRequest?: { readonly Key: TypedItem };
}

interface BatchWriteAnswer {
  readonly UnprocessedItems?: { readonly [table: string]: readonly WriteRequest[] };
}

export const batchWriteItem = operation<OperationInput, BatchWriteAnswer>('dynamodb', 'BatchWriteItem');

interface TransactGetAnswer {
  readonly Responses: readonly { readonly Item?: TypedItem }[];
}

export const transactGetItems = operation<OperationInput, TransactGetAnswer>('dynamodb', 'TransactGetItems');

export const transactWriteItems = operation<OperationInput>('dynamodb', 'TransactWriteItems');

/** The permission for a statement of a batch is that for the statement alone. */
export const executeStatement = operation<{ readonly Statement: string }>('dynamodb', 'ExecuteStatement');

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

export interface Encryption {
  readonly Enabled: boolean;
  readonly SSEType?: string | undefined;
  readonly KMSMasterKeyId?: string | undefined;
}

export type CreateTableInput = TableName &
  Billing & {
    readonly KeySchema?: Value;
    readonly AttributeDefinitions?: Value;
    readonly GlobalSecondaryIndexes?: readonly SecondaryIndex[];
    readonly LocalSecondaryIndexes?: readonly SecondaryIndex[];
    readonly StreamSpecification?: StreamSpecification;
    readonly SSESpecification?: Encryption;
    readonly Tags?: Value;
  };

export const createTable = operation<CreateTableInput>('dynamodb', 'CreateTable');

type UpdateTableInput = TableName &
  Partial<Billing> & {
    readonly AttributeDefinitions?: Value | undefined;
    readonly StreamSpecification?: StreamSpecification;
    readonly SSESpecification?: Encryption;
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
