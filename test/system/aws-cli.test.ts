import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AWS_CLI, awsCli, ended, MACHINE_ARN, recordIn, type System, startSystem } from '../support/system.ts';

if (!AWS_CLI) console.log('Skipped: the AWS CLI is not installed (Debian: apt-get install awscli)');
const withCli = AWS_CLI ? describe : describe.skip;

type Answer = Record<string, unknown>;

withCli('The unmodified AWS CLI, on a review queue without a worker', () => {
  let system: System;
  const aws = async (...args: string[]) => (await awsCli(system, ...args)) as Answer;

  beforeAll(async () => {
    system = await startSystem('--context', 'reviewWorker=off');
  });
  afterAll(async () => {
    await system.stop();
  });

  const putEvent = (id: string, name: string, address: string) =>
    aws(
      'events',
      'put-events',
      '--entries',
      JSON.stringify([
        {
          EventBusName: 'account-applications',
          Source: 'account-applications',
          DetailType: 'ApplicationSubmitted',
          Detail: JSON.stringify({ application: { id, name, address } }),
        },
      ]),
    );

  const getItem = (id: string) =>
    aws('dynamodb', 'get-item', '--table-name', 'applications', '--key', JSON.stringify({ id: { S: id } }));

  const stateOf = async (id: string) =>
    ((await getItem(id))?.Item as Record<string, { S: string }> | undefined)?.state?.S;

  /** Waits with the SDK, because each CLI call starts a Python process. Then reads the record once with the CLI. */
  const until = async (id: string, state: string) => {
    await recordIn(system, id, state);
    expect(await stateOf(id)).toBe(state);
  };

  test('sends an application, sees it approved and reads its execution', async () => {
    const { FailedEntryCount, Entries } = await putEvent('cli-1', 'Spock', '123 Enterprise Street');
    expect(FailedEntryCount).toBe(0);
    expect(Entries).toEqual([{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    await until('cli-1', 'APPROVED');

    const { executions } = (await aws('stepfunctions', 'list-executions', '--state-machine-arn', MACHINE_ARN)) as {
      executions: { executionArn: string; status: string }[];
    };
    expect(executions).toHaveLength(1);
    const executionArn = String(executions[0]?.executionArn);
    await ended(system, executionArn);
    const execution = await aws('stepfunctions', 'describe-execution', '--execution-arn', executionArn);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', stateMachineArn: MACHINE_ARN });
    expect(JSON.parse(String(execution.input))).toEqual({
      application: { id: 'cli-1', name: 'Spock', address: '123 Enterprise Street' },
    });

    const { events } = (await aws('stepfunctions', 'get-execution-history', '--execution-arn', executionArn)) as {
      events: { type: string; stateEnteredEventDetails?: { name: string } }[];
    };
    const entered = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    expect(entered.toSorted()).toEqual([
      'Approve Application',
      'Check Address',
      'Check Applicant Data',
      'Check Name',
      'Register Application',
      'Review Required?',
    ]);
    expect(events.at(-1)?.type).toBe('ExecutionSucceeded');
  });

  test.each([
    ['APPROVE', 'APPROVED'],
    ['REJECT', 'REJECTED'],
  ])(
    'takes a review from the queue, decides %s with its token and sees the application %s',
    async (decision, state) => {
      const id = `cli-${decision.toLowerCase()}`;
      await putEvent(id, 'Gabe', 'ABadAddress');
      await until(id, 'FLAGGED_FOR_REVIEW');
      const { QueueUrl } = (await aws('sqs', 'get-queue-url', '--queue-name', 'review-queue')) as { QueueUrl: string };
      const { Messages } = (await aws(
        'sqs',
        'receive-message',
        '--queue-url',
        QueueUrl,
        '--wait-time-seconds',
        '10',
      )) as { Messages: { Body: string; ReceiptHandle: string }[] };
      const body = JSON.parse(String(Messages[0]?.Body));
      expect(body).toEqual({
        taskToken: expect.any(String),
        applicationId: id,
        reasons: ['ADDRESS'],
        decisionsRequired: 1,
        round: 0,
        insufficientDecision: null,
        executionArn: expect.stringContaining(':execution:account-application:'),
        attempt: 0,
        requestedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
      await aws(
        'sqs',
        'delete-message',
        '--queue-url',
        QueueUrl,
        '--receipt-handle',
        String(Messages[0]?.ReceiptHandle),
      );
      const output = JSON.stringify({ decision });
      await aws('stepfunctions', 'send-task-success', '--task-token', body.taskToken, '--task-output', output);
      await until(id, state);
      await expect(
        aws('stepfunctions', 'send-task-success', '--task-token', body.taskToken, '--task-output', output),
      ).rejects.toThrow(/\((TaskTimedOut|TaskDoesNotExist)\)/);
    },
  );

  test('finds applications by state', async () => {
    await putEvent('cli-waiting', 'evil Spock', '1 Street');
    await until('cli-waiting', 'FLAGGED_FOR_REVIEW');
    const { Items } = (await aws(
      'dynamodb',
      'query',
      '--table-name',
      'applications',
      '--index-name',
      'state',
      '--key-condition-expression',
      '#s = :s',
      '--expression-attribute-names',
      '{"#s":"state"}',
      '--expression-attribute-values',
      '{":s":{"S":"FLAGGED_FOR_REVIEW"}}',
    )) as { Items: { id: { S: string } }[] };
    expect(Items.map(({ id }) => id.S)).toEqual(['cli-waiting']);
  });

  test('reads the archive, the topic and the caller identity', async () => {
    expect(await aws('events', 'describe-archive', '--archive-name', 'account-applications')).toMatchObject({
      ArchiveName: 'account-applications',
      EventSourceArn: 'arn:aws:events:us-east-1:000000000000:event-bus/account-applications',
      RetentionDays: 30,
      State: 'ENABLED',
    });
    expect(await aws('sns', 'list-topics')).toEqual({
      Topics: [
        { TopicArn: 'arn:aws:sns:us-east-1:000000000000:application-alarms' },
        { TopicArn: 'arn:aws:sns:us-east-1:000000000000:application-outcomes' },
      ],
    });
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });
  });
});
