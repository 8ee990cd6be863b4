import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  paginateListExecutions,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { seeded } from '../support/seed.ts';
import { eventually, type System, startSystem } from '../support/system.ts';

const RUNS_OF_EACH_KIND = 25;
const KILLS = 6;
const PENDING = 10_000;
const TERMINAL = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

const waitForToken = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: {
    QueueUrl: 'http://sqs.us-east-1.amazonaws.com/000000000000/crash-tokens',
    MessageBody: { 'token.$': '$$.Task.Token' },
  },
  End: true,
};

/** One state machine for each kind of state that an execution can be in at a crash. */
const MACHINES = {
  token: { StartAt: 'Ask', States: { Ask: waitForToken } },
  wait: { StartAt: 'Sleep', States: { Sleep: { Type: 'Wait', Seconds: 2, End: true } } },
  retry: {
    StartAt: 'Try',
    States: {
      Try: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'crash-nobody' },
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give Up' }],
        End: true,
      },
      'Give Up': { Type: 'Pass', Result: 'gave up', End: true },
    },
  },
  branches: {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Ask', States: { Ask: waitForToken } },
          { StartAt: 'Sleep', States: { Sleep: { Type: 'Wait', Seconds: 1, End: true } } },
        ],
        End: true,
      },
    },
  },
} as const;
const KINDS = Object.keys(MACHINES) as (keyof typeof MACHINES)[];
const arnOf = (kind: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:crash-${kind}`;

let directory: string;
let system: System;
const start = async () => {
  system = await startSystem('--data-dir', directory, '--context', 'reviewWorker=off');
};

const createRole = async (): Promise<string> => {
  const iam = new IAMClient({
    endpoint: system.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'crash',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  const allow = { Effect: 'Allow', Action: ['sqs:SendMessage', 'lambda:InvokeFunction'], Resource: '*' };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'crash',
      PolicyName: 'crash',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [allow] }),
    }),
  );
  return String(Role?.Arn);
};

beforeAll(async () => {
  directory = temporaryDirectory();
  await start();
  const roleArn = await createRole();
  await system.sqs.send(new CreateQueueCommand({ QueueName: 'crash-tokens' }));
  for (const kind of KINDS) {
    const definition = JSON.stringify(MACHINES[kind]);
    await system.sfn.send(new CreateStateMachineCommand({ name: `crash-${kind}`, definition, roleArn }));
  }
});
afterAll(async () => {
  await system.kill();
  removeDirectory(directory);
});

/**
 * Starts a named execution. Retries until the runtime acknowledges it, because the runtime may be down at the moment.
 * If the first response was lost, the execution may have ended before the retry.
 */
const startExecution = (kind: string, name: string): Promise<string> =>
  eventually(`the start of ${kind} ${name}`, async () => {
    const stateMachineArn = arnOf(kind);
    try {
      return String(
        (await system.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: '{}' }))).executionArn,
      );
    } catch (error) {
      const isEnded = error instanceof ExecutionAlreadyExists;
      return isEnded ? `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}` : undefined;
    }
  });

const killSeveralTimes = async (random: () => number): Promise<void> => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50 + random() * 500));
    await system.kill();
    await start();
  }
};

/** Completes the task of every token in the queue. Ignores tokens that were delivered twice because of a crash. */
const answerTokens = async (): Promise<number> => {
  const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'crash-tokens' }));
  const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { Body, ReceiptHandle } of Messages) {
    const { token } = JSON.parse(String(Body)) as { token: string };
    await system.sfn
      .send(new SendTaskSuccessCommand({ taskToken: token, output: '"answered"' }))
      .catch((error: Error) => expect(error.name).toBe('TaskTimedOut'));
    await system.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.length;
};

const historyOf = async (executionArn: string): Promise<HistoryEvent[]> =>
  (await system.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [];

describe('Executions in every state, after the process was killed at random moments', () => {
  test('have all ended as expected, each exactly once', () => seeded(runAndKill));

  const runAndKill = async (random: () => number): Promise<void> => {
    const names = Array.from({ length: RUNS_OF_EACH_KIND }, (_, index) => `run-${index}`);
    const starting = KINDS.flatMap((kind) => names.map((name) => startExecution(kind, name)));
    const [arns] = await Promise.all([Promise.all(starting), killSeveralTimes(random)]);
    expect(new Set(arns).size).toBe(RUNS_OF_EACH_KIND * KINDS.length);

    const statuses = await eventually('the end of all executions', async () => {
      await answerTokens();
      const answers = await Promise.all(
        arns.map((executionArn) => system.sfn.send(new DescribeExecutionCommand({ executionArn }))),
      );
      return answers.some(({ status }) => status === 'RUNNING') ? undefined : answers;
    });
    expect(statuses.filter(({ status }) => status !== 'SUCCEEDED')).toEqual([]);

    for (const executionArn of arns) {
      const events = await historyOf(executionArn);
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ type }) => TERMINAL.test(String(type)))).toHaveLength(1);
      const failures = events.filter(({ type }) => type === 'TaskFailed');
      expect(failures).toHaveLength(executionArn.includes('crash-retry') ? 4 : 0);
    }
  };
});

const runningOf = async (kind: string): Promise<string[]> => {
  const arns: string[] = [];
  const input = { stateMachineArn: arnOf(kind), statusFilter: 'RUNNING' } as const;
  for await (const { executions = [] } of paginateListExecutions({ client: system.sfn }, input))
    arns.push(...executions.map(({ executionArn }) => String(executionArn)));
  return arns;
};

test('A killed process with ten thousand pending executions serves again after a restart and has all of them', async () => {
  const arns = await Promise.all(
    Array.from({ length: PENDING }, (_, index) => startExecution('token', `pending-${index}`)),
  );
  await system.kill();
  await start();
  expect((await runningOf('token')).toSorted()).toEqual(arns.toSorted());
  const executionArn = arns[PENDING / 2];
  await system.sfn.send(new StopExecutionCommand({ executionArn }));
  const { status } = await system.sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(status).toBe('ABORTED');
});
