import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import {
  advance,
  allEnded,
  eventually,
  everyEightHours,
  mailbox,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

/** Applicants' data that occurs nowhere else in the project. */
const NAME = 'Quillfeather';
const ADDRESS = '77 Wharfedale Mews';
const EMAIL = 'q.canarybird@mail.example';
const TOLD = /Quillfeather|Wharfedale|canarybird/;

const APPLICANTS = {
  clean: { name: NAME, address: ADDRESS, email: EMAIL },
  unprocessable: { name: `${NAME} UNPROCESSABLE_DATA`, address: ADDRESS },
  invalid: { name: NAME, address: '', email: `${EMAIL} ${NAME}` },
  approved: { name: `evil ${NAME}`, address: ADDRESS, email: EMAIL },
  rejected: { name: NAME, address: 'Wharfedale' },
  forgotten: { name: `evil ${NAME}`, address: ADDRESS },
};

let directory: string;
let system: System;
const tokens: string[] = [];
const events: string[] = [];

/** Creates a queue that receives every event of the bus except submissions. */
const listen = async (): Promise<() => Promise<void>> => {
  const EventBusName = 'account-applications';
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:canary';
  const { QueueUrl } = await system.sqs.send(new CreateQueueCommand({ QueueName: 'canary' }));
  const EventPattern = JSON.stringify({ 'detail-type': [{ 'anything-but': 'ApplicationSubmitted' }] });
  await system.events.send(new PutRuleCommand({ Name: 'canary', EventBusName, EventPattern }));
  await system.events.send(new PutTargetsCommand({ Rule: 'canary', EventBusName, Targets: [{ Id: '1', Arn }] }));
  return async () => {
    const { Messages = [] } = await system.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    events.push(...Messages.map(({ Body }) => String(Body)));
  };
};

/** Waits until the system has sent an event of each of `types`. */
const heard = (hear: () => Promise<void>, types: readonly string[]): Promise<true> =>
  eventually('all events', async () => {
    await hear();
    return types.every((type) => events.some((event) => event.includes(type))) ? true : undefined;
  });

const decide = async (id: string, decision: string): Promise<void> => {
  const { taskToken } = await reviewIn(system, id, 'PENDING');
  tokens.push(String(taskToken));
  const output = JSON.stringify({ decision, reviewer: 'kirk', comment: `${NAME} is known` });
  await system.sfn.send(new SendTaskSuccessCommand({ taskToken: String(taskToken), output }));
};

beforeAll(async () => {
  directory = temporaryDirectory();
  system = await startSystem('--data-dir', directory);
  const hear = await listen();
  for (const [id, applicant] of Object.entries(APPLICANTS)) await submit(system, { id, ...applicant });
  await decide('approved', 'APPROVE');
  await decide('rejected', 'REJECT');
  tokens.push(String((await reviewIn(system, 'forgotten', 'PENDING')).taskToken));
  await recordIn(system, 'clean', 'APPROVED');
  await recordIn(system, 'unprocessable', 'FLAGGED_WITH_UNPROCESSABLE_DATA');
  await recordIn(system, 'approved', 'APPROVED');
  await recordIn(system, 'rejected', 'REJECTED');
  // The queue keeps messages for four days, so these events are read before the clock moves.
  await heard(hear, ['AccountOpened', 'ApplicationRejected', 'ApplicationUnprocessable', 'ReviewRequested']);
  await everyEightHours(system);
  await advance(system, 31 * 86_400);
  await recordIn(system, 'forgotten', 'REVIEW_EXPIRED');
  await allEnded(system, Object.keys(APPLICANTS).length);
  await eventually('all mails', async () => ((await mailbox(system)).length >= 6 ? true : undefined));
  await heard(hear, ['ReviewExpired']);
});
afterAll(async () => {
  await system.stop();
  removeDirectory(directory);
});

/** Names of the files that may contain the data: the databases of records, executions and queues. */
const STORES = /^(runtime\.sqlite|dynamodb)/;

const filesWithoutStores = (): [string, string][] =>
  readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !STORES.test(relative(directory, file)))
    .map((file) => [relative(directory, file), readFileSync(file, 'utf8')]);

const leaksIn = (text: string): boolean => TOLD.test(text) || tokens.some((token) => text.includes(token));

describe('Applicants’ data and task tokens are', () => {
  test('in no log of a function or an execution, and in no file except the databases', () => {
    const files = filesWithoutStores();
    expect(files.map(([name]) => name).join('\n')).toMatch(/logs\//);
    expect(files.map(([, text]) => text).join('\n')).toContain('unprocessable');
    expect(files.filter(([, text]) => leaksIn(text)).map(([name]) => name)).toEqual([]);
  });

  test('in no output of the process', () => {
    expect(system.printed()).toContain('Account applications run at');
    expect(leaksIn(system.printed())).toBe(false);
  });

  test('in no event that the system sends', () => {
    expect(events.length).toBeGreaterThanOrEqual(9);
    expect(events.filter(leaksIn)).toEqual([]);
  });

  test('in no mail', async () => {
    const mails = await mailbox(system);
    expect(mails.length).toBeGreaterThanOrEqual(6);
    expect(mails.filter((mail) => leaksIn(JSON.stringify(mail)))).toEqual([]);
  });

  test('in no name of an execution or a log stream, which become parts of URLs', async () => {
    const executions = await allEnded(system, 6);
    const names = executions.map(({ executionArn }) => String(executionArn));
    expect([...names, ...filesWithoutStores().map(([name]) => name)].filter(leaksIn)).toEqual([]);
  });
});

test('The search finds the data and the tokens in the databases', () => {
  const stores = ['runtime.sqlite', 'runtime.sqlite-wal'].map((name) => readFileSync(join(directory, name), 'latin1'));
  expect(stores.some(leaksIn)).toBe(true);
  expect(tokens).toHaveLength(3);
});
