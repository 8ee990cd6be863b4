import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, paginateGetExecutionHistory, paginateListExecutions } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, DeleteQueueCommand, ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { configFor } from './clients.ts';
import { clockOf } from './clock.ts';
import { eventually, MACHINE_ARN, mailbox, type System } from './system.ts';

const BUS = 'account-applications';
const IN_ARN = 'us-east-1:000000000000';

/** Everything that the system's stores show by their APIs, as one text for each store. */
export const storedTexts = async (system: System): Promise<Readonly<Record<string, string>>> => ({
  ...(await tableTexts(system)),
  ...(await queueTexts(system)),
  logs: await logText(system),
  archive: await archiveText(system),
  executions: await executionText(system),
  mails: JSON.stringify(await mailbox(system)),
});

/** The items of each table. */
const tableTexts = async ({ endpoint, tables }: System): Promise<Readonly<Record<string, string>>> => {
  const { TableNames = [] } = await new DynamoDBClient(configFor(endpoint)).send(new ListTablesCommand({}));
  const texts: Record<string, string> = {};
  for (const TableName of TableNames) {
    const items: unknown[] = [];
    for await (const page of paginateScan({ client: tables }, { TableName, ConsistentRead: true }))
      items.push(...(page.Items ?? []));
    texts[`table ${TableName}`] = JSON.stringify(items);
  }
  return texts;
};

/** The messages of each queue that can be received; they become visible again at once. */
const queueTexts = async ({ sqs }: System): Promise<Readonly<Record<string, string>>> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const texts: Record<string, string> = {};
  for (const QueueUrl of QueueUrls) {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
    const { Messages = [] } = await sqs.send(receive);
    texts[`queue ${QueueUrl.replace(/^.*\//, '')}`] = JSON.stringify(Messages);
  }
  return texts;
};

const logText = async ({ endpoint }: System): Promise<string> => {
  const logs = new CloudWatchLogsClient(configFor(endpoint));
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const found: unknown[] = [];
  for (const { logGroupName } of logGroups)
    found.push(logGroupName, (await logs.send(new FilterLogEventsCommand({ logGroupName }))).events ?? []);
  return JSON.stringify(found);
};

let replays = 0;

/** Replays the whole archive into a queue that nothing else reads; starts no execution. */
const archiveText = async (system: System): Promise<string> => {
  const { events, sqs } = system;
  replays += 1;
  const name = `stored-texts-${replays}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const EventPattern = JSON.stringify({ source: [{ exists: true }] });
  await events.send(new PutRuleCommand({ Name: name, EventBusName: BUS, EventPattern }));
  const target = { Id: '1', Arn: `arn:aws:sqs:${IN_ARN}:${name}` };
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: BUS, Targets: [target] }));
  const archive = await events.send(new DescribeArchiveCommand({ ArchiveName: BUS }));
  const FilterArns = [`arn:aws:events:${IN_ARN}:rule/${BUS}/${name}`];
  await events.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archive.ArchiveArn,
      Destination: { Arn: archive.EventSourceArn, FilterArns },
      EventStartTime: new Date(0),
      EventEndTime: new Date(await clockOf(system)),
    }),
  );
  await eventually('the end of the replay', async () => {
    const { State } = await events.send(new DescribeReplayCommand({ ReplayName: name }));
    return State === 'COMPLETED' ? true : undefined;
  });
  const found: unknown[] = [];
  for (let count = 1; count > 0; ) {
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    const { Messages = [] } = await sqs.send(receive);
    found.push(...Messages.map(({ Body }) => Body));
    count = Messages.length;
  }
  await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: BUS, Ids: ['1'] }));
  await events.send(new DeleteRuleCommand({ Name: name, EventBusName: BUS }));
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  return JSON.stringify(found);
};

const executionText = async ({ sfn }: System): Promise<string> => {
  const found: unknown[] = [];
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn: MACHINE_ARN }))
    for (const { executionArn } of executions) {
      found.push(await sfn.send(new DescribeExecutionCommand({ executionArn })));
      for await (const page of paginateGetExecutionHistory({ client: sfn }, { executionArn })) found.push(page.events);
    }
  return JSON.stringify(found);
};
