import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type HistoryEvent,
  paginateGetExecutionHistory,
  paginateListExecutions,
} from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Clients } from '../test/support/clients.ts';
import { MACHINE_ARN, type Mail, mailbox } from '../test/support/system.ts';

export type Item = Readonly<Record<string, unknown>>;

/** One execution of the state machine. */
export interface Run {
  readonly arn: string;
  readonly status: string;
  readonly error?: string | undefined;
  /** Id of the application in the execution's input; undefined if the input has none. */
  readonly applicationId: string | undefined;
  /** `outcome` in the execution's output; undefined if the execution did not succeed. */
  readonly outcome: string | undefined;
  /** Events without inputs and outputs. */
  readonly history: readonly HistoryEvent[];
}

/** The state of all applications, read through the public AWS APIs. */
export interface Observation {
  readonly runs: readonly Run[];
  readonly records: ReadonlyMap<string, Item>;
  readonly reviews: ReadonlyMap<string, Item>;
  readonly accounts: ReadonlyMap<string, Item>;
  readonly mails: readonly Mail[];
  /** Queue → its number of messages, visible, in flight and delayed. Empty queues are left out. */
  readonly queued: ReadonlyMap<string, number>;
}

const CONCURRENCY = 6;

/** Calls `work` for every item, six concurrently. The results have the order of the items. */
const mapConcurrently = async <Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>) => {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
};

export const listRuns = async ({ sfn }: Clients, statusFilter?: 'RUNNING'): Promise<readonly ExecutionListItem[]> => {
  const found: ExecutionListItem[] = [];
  const input = { stateMachineArn: MACHINE_ARN, maxResults: 1000, ...(statusFilter && { statusFilter }) };
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, input)) found.push(...executions);
  return found;
};

export const historyOf = async ({ sfn }: Clients, executionArn: string): Promise<readonly HistoryEvent[]> => {
  const found: HistoryEvent[] = [];
  const input = { executionArn, maxResults: 1000 };
  for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, input)) found.push(...events);
  return found;
};

/** An event without its payloads: the histories of a long run would not fit into the memory with them. */
const withoutPayloads = ({ id, previousEventId, type, timestamp, taskSucceededEventDetails }: HistoryEvent) => {
  const { resourceType, resource } = taskSucceededEventDetails ?? {};
  const details = taskSucceededEventDetails && { taskSucceededEventDetails: { resourceType, resource } };
  return { id, previousEventId, type, timestamp, ...details };
};

const memberOf = (json: string | undefined, ...path: readonly string[]): string | undefined => {
  let value: unknown = JSON.parse(json ?? 'null');
  for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
};

const runOf = async (clients: Clients, { executionArn = '' }: ExecutionListItem): Promise<Run> => {
  const { status = '', error, input, output } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
  return {
    arn: executionArn,
    status,
    error,
    applicationId: memberOf(input, 'application', 'id'),
    outcome: memberOf(output, 'outcome'),
    history: (await historyOf(clients, executionArn)).map(withoutPayloads),
  };
};

const itemsOf = async ({ tables }: Clients, TableName: string, key: string): Promise<ReadonlyMap<string, Item>> => {
  const found = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client: tables }, { TableName }))
    for (const item of Items) found.set(String(item[key]), item);
  return found;
};

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Queue → its number of messages, dead-letter queues included; empty queues are left out. */
export const messageCounts = async ({ sqs }: Clients): Promise<ReadonlyMap<string, number>> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand());
  const counted = await mapConcurrently(QueueUrls, async (QueueUrl) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] });
    const { Attributes = {} } = await sqs.send(command);
    const messages = COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    return [new URL(QueueUrl).pathname.split('/').at(-1) ?? QueueUrl, messages] as const;
  });
  return new Map(counted.filter(([, messages]) => messages > 0));
};

/** Reads the state of all applications. Call it when no work is in flight: the reads are not one snapshot. */
export const observe = async (clients: Clients): Promise<Observation> => {
  const listed = await listRuns(clients);
  return {
    runs: await mapConcurrently(listed, (run) => runOf(clients, run)),
    records: await itemsOf(clients, 'applications', 'id'),
    reviews: await itemsOf(clients, 'reviews', 'applicationId'),
    accounts: await itemsOf(clients, 'accounts', 'applicationId'),
    mails: await mailbox(clients),
    queued: await messageCounts(clients),
  };
};
