import { DescribeReplayCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AWS_CLI, awsCli, eventually, type System, startSystem } from '../support/system.ts';

if (!AWS_CLI) console.log('Skipped: the AWS CLI is not installed (Debian: apt-get install awscli)');
const withCli = AWS_CLI ? describe : describe.skip;

type Answer = Record<string, unknown>;

const BUS = 'cli-test';
const BUS_ARN = 'arn:aws:events:us-east-1:000000000000:event-bus/cli-test';
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:cli-test';

withCli('The unmodified AWS CLI, on its own bus', () => {
  let system: System;
  let queueUrl: string;
  const aws = async (...args: string[]) => (await awsCli(system, ...args)) as Answer;

  const receive = async (): Promise<Answer[]> => {
    const { Messages = [] } = ((await aws(
      'sqs',
      'receive-message',
      '--queue-url',
      queueUrl,
      '--wait-time-seconds',
      '5',
      '--max-number-of-messages',
      '10',
    )) ?? {}) as { Messages?: { Body: string; ReceiptHandle: string }[] };
    for (const { ReceiptHandle } of Messages)
      await aws('sqs', 'delete-message', '--queue-url', queueUrl, '--receipt-handle', ReceiptHandle);
    return Messages.map(({ Body }) => JSON.parse(Body));
  };

  beforeAll(async () => {
    system = await startSystem();
    await aws('events', 'create-event-bus', '--name', BUS);
    const allowed = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QUEUE_ARN,
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allowed] });
    const made = await aws(
      'sqs',
      'create-queue',
      '--queue-name',
      'cli-test',
      '--attributes',
      JSON.stringify({ Policy }),
    );
    queueUrl = String(made.QueueUrl);
  });
  afterAll(async () => {
    await system.stop();
  });

  test('archives an event, delivers it by a rule, and replays it to that rule with the name of the replay', async () => {
    const pattern = JSON.stringify({ source: ['cli-test'], detail: { n: [{ numeric: ['>', 1] }] } });
    expect(
      await aws(
        'events',
        'test-event-pattern',
        '--event-pattern',
        pattern,
        '--event',
        JSON.stringify({
          id: '1',
          'detail-type': 'Step',
          source: 'cli-test',
          account: '000000000000',
          time: '2026-01-01T00:00:00Z',
          region: 'us-east-1',
          resources: [],
          detail: { n: 2 },
        }),
      ),
    ).toEqual({ Result: true });
    await aws('events', 'create-archive', '--archive-name', 'cli-test', '--event-source-arn', BUS_ARN);
    await aws('events', 'put-rule', '--name', 'cli-test', '--event-bus-name', BUS, '--event-pattern', pattern);
    expect(
      await aws(
        'events',
        'put-targets',
        '--rule',
        'cli-test',
        '--event-bus-name',
        BUS,
        '--targets',
        JSON.stringify([{ Id: '1', Arn: QUEUE_ARN }]),
      ),
    ).toEqual({ FailedEntryCount: 0, FailedEntries: [] });

    const entries = [1, 2].map((n) => ({
      EventBusName: BUS,
      Source: 'cli-test',
      DetailType: 'Step',
      Detail: JSON.stringify({ n }),
    }));
    await aws('events', 'put-events', '--entries', JSON.stringify(entries));
    const [first, ...others] = await receive();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ source: 'cli-test', 'detail-type': 'Step', detail: { n: 2 } });
    expect(first).not.toHaveProperty('replay-name');
    expect(await aws('events', 'describe-archive', '--archive-name', 'cli-test')).toMatchObject({ EventCount: 2 });

    const day = 86_400_000;
    const [from, to] = [Date.now() - day, Date.now()].map((ms) => new Date(ms).toISOString());
    await aws(
      'events',
      'start-replay',
      '--replay-name',
      'again',
      '--event-source-arn',
      'arn:aws:events:us-east-1:000000000000:archive/cli-test',
      '--event-start-time',
      String(from),
      '--event-end-time',
      String(to),
      '--destination',
      JSON.stringify({ Arn: BUS_ARN }),
    );
    await eventually('the end of the replay', async () => {
      const { State } = await system.events.send(new DescribeReplayCommand({ ReplayName: 'again' }));
      return State === 'COMPLETED' ? true : undefined;
    });
    expect(await aws('events', 'describe-replay', '--replay-name', 'again')).toMatchObject({ State: 'COMPLETED' });
    const [again, ...more] = await receive();
    expect(more).toEqual([]);
    expect(again).toMatchObject({ id: first?.id, time: first?.time, detail: { n: 2 }, 'replay-name': 'again' });
    expect(await aws('events', 'describe-archive', '--archive-name', 'cli-test')).toMatchObject({ EventCount: 2 });
  });
});
