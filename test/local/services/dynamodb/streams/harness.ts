import { createDynamoDb } from '../../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel, type TestKernel } from '../../../kernel.ts';

export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly Keys: object;
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
  };
  readonly userIdentity?: object;
}

interface Page {
  readonly Records: readonly StreamRecord[];
  readonly NextShardIterator?: string;
}

interface Description {
  readonly StreamStatus: string;
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly SequenceNumberRange: {
      readonly StartingSequenceNumber: string;
      readonly EndingSequenceNumber?: string;
    };
  }[];
}

export const TABLE = {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

/** DynamoDB with a table `orders`, and short forms of its calls. */
export interface StreamHarness {
  readonly kernel: TestKernel;
  call(action: string, input?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Creates the table; returns the ARN of its stream. */
  createTable(viewType?: string): Promise<string>;
  put(id: string, more?: Record<string, unknown>): Promise<unknown>;
  describe(arn: string): Promise<Description>;
  iterator(arn: string, more?: Record<string, unknown>): Promise<string>;
  page(iterator: string, more?: Record<string, unknown>): Promise<Page>;
  /** All current records of the stream. */
  records(arn: string): Promise<readonly StreamRecord[]>;
}

export const startStreams = async (dataDir?: string): Promise<StreamHarness> => {
  const kernel = await startKernel((k) => [createDynamoDb(k)], dataDir === undefined ? {} : { dataDir });
  const call: StreamHarness['call'] = (action, input) =>
    kernel.as('dynamodb', action, input) as Promise<Record<string, unknown>>;
  const describe: StreamHarness['describe'] = async (arn) =>
    (await call('DescribeStream', { StreamArn: arn })).StreamDescription as Description;
  const iterator: StreamHarness['iterator'] = async (arn, more = { ShardIteratorType: 'TRIM_HORIZON' }) => {
    const [shard] = (await describe(arn)).Shards;
    const { ShardIterator } = await call('GetShardIterator', { StreamArn: arn, ShardId: shard?.ShardId, ...more });
    return String(ShardIterator);
  };
  const page: StreamHarness['page'] = async (ShardIterator, more = {}) =>
    (await call('GetRecords', { ShardIterator, ...more })) as unknown as Page;
  return {
    kernel,
    call,
    createTable: async (StreamViewType = 'NEW_AND_OLD_IMAGES') => {
      const answer = await call('CreateTable', {
        ...TABLE,
        StreamSpecification: { StreamEnabled: true, StreamViewType },
      });
      return String((answer.TableDescription as Record<string, unknown>).LatestStreamArn);
    },
    put: (id, more = {}) => call('PutItem', { TableName: 'orders', Item: { id: { S: id }, ...more } }),
    describe,
    iterator,
    page,
    records: async (arn) => (await page(await iterator(arn))).Records,
  };
};
