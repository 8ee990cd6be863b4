import { join } from 'node:path';
import { PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../../events/names.ts';
import type { Clients } from '../../test/support/clients.ts';
import { MACHINE_ARN } from '../../test/support/system.ts';
import { type Acknowledged, acknowledgedIn } from '../acknowledged.ts';
import type { StartOptions } from '../process.ts';
import type { Scenario } from '../scenario.ts';
import { traceWrites } from '../strace.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { straceMissing } from '../tools.ts';
import { unsyncedCopy } from '../unsynced-copy.ts';
import { broken, type Violation } from '../violation.ts';

const ROUNDS = { short: 2, long: 20 } as const;
const QUEUE = 'chaos-sync';
const TABLE = 'submissions';

type Write = (clients: Clients, marker: string) => Promise<unknown>;

const detailOf = (id: string): string => JSON.stringify({ application: { id, name: 'Spock', address: '1 Way' } });

/** One write per service; the stored data contains the marker. */
const WRITES: Readonly<Record<string, Write>> = {
  PutEvents: ({ events }, marker) =>
    events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: BUS_NAME,
            Source: EVENT_SOURCE,
            DetailType: APPLICATION_SUBMITTED,
            Detail: detailOf(marker),
          },
        ],
      }),
    ),
  PutRule: ({ events }, marker) =>
    events.send(new PutRuleCommand({ Name: marker, EventPattern: JSON.stringify({ source: [marker] }) })),
  PutItem: ({ tables }, marker) => tables.send(new PutCommand({ TableName: TABLE, Item: { id: marker } })),
  UpdateItem: ({ tables }, marker) =>
    tables.send(
      new UpdateCommand({
        TableName: TABLE,
        Key: { id: 'updated' },
        UpdateExpression: 'SET #marker = :marker',
        ExpressionAttributeNames: { '#marker': 'marker' },
        ExpressionAttributeValues: { ':marker': marker },
      }),
    ),
  StartExecution: ({ sfn }, marker) =>
    sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: marker, input: detailOf(marker) })),
  CreateQueue: ({ sqs }, marker) => sqs.send(new CreateQueueCommand({ QueueName: marker })),
  SendMessage: async ({ sqs }, marker) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: QUEUE }));
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: marker }));
  },
};

/** Performs and traces the writes. All writes of a round start at the same time, so that they share flushes. */
const traced = async (target: Target, file: string, rounds: number): Promise<readonly Acknowledged[]> => {
  const clients = target.clients();
  await clients.sqs.send(new CreateQueueCommand({ QueueName: QUEUE }));
  const trace = await traceWrites(target.system(), file);
  const markers: string[] = [];
  for (let round = 0; round < rounds; round += 1)
    await Promise.all(
      Object.entries(WRITES).map(([name, write]) => {
        const marker = `sync-${name}-${round}-end`;
        markers.push(marker);
        return write(clients, marker);
      }),
    );
  return acknowledgedIn(await trace.detach(), markers);
};

const tracedFrom = (
  directory: string,
  rounds: number,
  options: Partial<StartOptions> = {},
): Promise<readonly Acknowledged[]> =>
  withTarget(startTarget(join(directory, 'data'), options), (target) =>
    traced(target, join(directory, 'trace'), rounds),
  );

const faultIn = ({ isWritten, isSynced }: Acknowledged): string | false => {
  if (!isWritten) return 'acknowledged before its data was written';
  return !isSynced && 'acknowledged before its data was flushed';
};

const violationsIn = (all: readonly Acknowledged[]): readonly Violation[] =>
  all.flatMap((each) => broken('synced before acknowledged', each.marker, faultIn(each)));

export const scenario: Scenario = {
  question:
    'Is the data of each acknowledged write flushed before its response? (A copy of the runtime that does not flush is detected.)',
  missing: straceMissing,
  run: async ({ directory, extent, logProgress }) => {
    const rounds = extent.isLong ? ROUNDS.long : ROUNDS.short;
    const all = await tracedFrom(join(directory, 'system'), rounds);
    logProgress(`${all.length} acknowledged writes traced`);
    const copy = await unsyncedCopy(join(directory, 'copy'));
    const unsynced = violationsIn(await tracedFrom(join(directory, 'copy'), 1, copy));
    const calls = Object.keys(WRITES).length;
    if (all.length !== rounds * calls) throw new Error(`The trace shows ${all.length} of ${rounds * calls} writes.`);
    if (unsynced.length === 0) throw new Error('The copy of the runtime that does not flush was not detected.');
    return { counts: { writes: all.length, 'caught in the copy': unsynced.length }, violations: violationsIn(all) };
  },
};
