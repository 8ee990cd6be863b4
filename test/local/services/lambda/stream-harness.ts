import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import type { ServiceModule } from '../../../../local/src/core/service.ts';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { type FakeService, fakeService, type LambdaHarness, startLambda, writeFiles } from './harness.ts';

type Streams = ReturnType<typeof createDynamoDb>;

/** A stream record as the function receives it. */
interface SeenRecord {
  readonly eventName: string;
  readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } }; readonly SequenceNumber: string };
}

/**
 * Appends each event to a file and then acts by the ids of its records: `boom…` throws, `bad…` is reported as failed.
 */
const SOURCE = `
import { appendFileSync } from 'node:fs';
export const handler = async ({ Records }) => {
  appendFileSync(process.env.SEEN, JSON.stringify(Records) + '\\n');
  const idOf = ({ dynamodb }) => dynamodb.Keys.id.S;
  if (Records.some((record) => idOf(record).startsWith('boom'))) throw new Error('boom');
  const failed = Records.filter((record) => idOf(record).startsWith('bad'));
  return { batchItemFailures: failed.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };
};`;

export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';

/** A table `orders` with a stream, and a function `worker` that records its events. */
export interface StreamMappings {
  readonly aws: LambdaHarness;
  /** The queue of discarded batches. */
  readonly sqs: FakeService;
  readonly streamArn: string;
  /** Makes the queue refuse discarded batches. */
  refuseMessages(): void;
  put(...ids: string[]): Promise<void>;
  map(input?: Record<string, unknown>): Promise<{ readonly UUID: string }>;
  lambda(action: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** The events that the function has seen. */
  seen(): readonly (readonly SeenRecord[])[];
  /** The ids of the records of each event. */
  ids(): readonly (readonly string[])[];
  /** Resolves when the function has seen this many events and nothing runs. */
  events(count: number): Promise<void>;
  /** Stops the runtime and starts it on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 10;

export const startStreamMappings = async (): Promise<StreamMappings> => {
  const directory = temporaryDirectory();
  const file = join(directory, 'seen');
  const seen = (): readonly (readonly SeenRecord[])[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as SeenRecord[])
      : [];
  let refusesMessages = false;
  const sqs = fakeService('sqs', {
    SendMessage: () => {
      if (refusesMessages) throw new AwsError('AccessDeniedException', 'no');
      return { MessageId: '1' };
    },
  });
  let aws = await start(sqs.module, join(directory, 'data'));
  const call = (action: string, input: Record<string, unknown>) =>
    aws.kernel.as('dynamodb', action, input) as Promise<Record<string, unknown>>;
  const { TableDescription } = await call('CreateTable', {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const streamArn = String((TableDescription as Record<string, unknown>).LatestStreamArn);
  await aws.create('worker', '', {
    Code: { LocalDirectory: writeFiles(join(directory, 'code'), SOURCE) },
    Environment: { Variables: { SEEN: file } },
  });
  const lambda: StreamMappings['lambda'] = (action, input) =>
    aws.kernel.as('lambda', action, input) as Promise<Record<string, unknown>>;
  return {
    get aws() {
      return aws;
    },
    sqs,
    streamArn,
    refuseMessages: () => {
      refusesMessages = true;
    },
    put: async (...ids) => {
      for (const id of ids) await call('PutItem', { TableName: 'orders', Item: { id: { S: id }, size: { N: '1' } } });
    },
    map: async (input = {}) =>
      (await lambda('CreateEventSourceMapping', {
        FunctionName: 'worker',
        EventSourceArn: streamArn,
        StartingPosition: 'TRIM_HORIZON',
        ...input,
      })) as { UUID: string },
    lambda,
    seen,
    ids: () => seen().map((records) => records.map(({ dynamodb }) => dynamodb.Keys.id.S)),
    events: async (count) => {
      while (seen().length < count) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      await aws.kernel.inflight.idle();
    },
    restart: async () => {
      await aws.stop();
      aws = await start(sqs.module, join(directory, 'data'));
    },
    stop: async () => {
      await aws.stop();
      removeDirectory(directory);
    },
  };
};

const start = (sqs: ServiceModule, dataDir: string): Promise<LambdaHarness> => {
  let streams: Streams | undefined;
  const dynamodb = (kernel: Parameters<typeof createDynamoDb>[0]) => {
    streams = createDynamoDb(kernel);
    return streams;
  };
  const streamSource = {
    onRecords: (arn: string, listener: () => void) => streams?.onRecords(arn, listener) ?? (() => {}),
    latestSequenceNumber: (arn: string) => streams?.latestSequenceNumber(arn),
  };
  return startLambda([sqs, dynamodb], { dataDir, streamSource });
};
