import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  advance,
  allEnded,
  eventually,
  mailbox,
  pendingToken,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const GOOD = { name: 'Spock', address: '123 Enterprise Street' };
const TWO_HOURS = 7200;
const TEST_KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(async () => {
  expect(await system.stop()).toBe(0);
});

const subjectsAbout = async (...ids: string[]) =>
  (await mailbox(system))
    .map(({ subject }) => subject)
    .filter((subject) => ids.some((id) => subject.startsWith(`${id}:`)))
    .toSorted();

const mailedAbout = (id: string) =>
  eventually(`a mail about ${id}`, async () => ((await subjectsAbout(id)).length > 0 ? true : undefined));

const entryOf = async (applicationId: string) =>
  (await system.tables.send(new GetCommand({ TableName: 'reviews', Key: { applicationId }, ConsistentRead: true })))
    .Item;

const entryIn = (id: string, state: string) =>
  eventually(`the review of ${id} as ${state}`, async () => {
    const entry = await entryOf(id);
    return entry?.state === state ? entry : undefined;
  });

/** Runs the reconciler once. Resolves when that run has ended. */
async function reconcileNow(): Promise<void> {
  const client = new LambdaClient({ endpoint: system.endpoint, region: 'us-east-1', credentials: TEST_KEYS });
  const { now } = (await (await fetch(`${system.endpoint}/_local/clock`)).json()) as { now: string };
  const Payload = JSON.stringify({ time: now });
  const { FunctionError } = await client.send(new InvokeCommand({ FunctionName: 'reconcile-outcomes', Payload }));
  expect(FunctionError).toBeUndefined();
}

/** Waits for the regular mail about a later application, so that all earlier events have been processed. */
async function waitForLaterMail(id: string): Promise<void> {
  await submit(system, { id, ...GOOD });
  await mailedAbout(id);
}

describe('The end of an execution whose event was lost', () => {
  test('causes one mail by the reconciler, and none in its next run', async () => {
    await system.events.send(new DisableRuleCommand({ Name: 'notify' }));
    await submit(system, { id: 'unheard', ...GOOD });
    await submit(system, { id: 'unheard', ...GOOD });
    await submit(system, { id: 'unheard-invalid', name: '', address: '1 Street' });
    await recordIn(system, 'unheard', 'APPROVED');
    await allEnded(system, 3);
    await system.events.send(new EnableRuleCommand({ Name: 'notify' }));
    await waitForLaterMail('heard');
    expect(await subjectsAbout('unheard', 'unheard-invalid')).toEqual([]);

    await advance(system, TWO_HOURS);
    await Promise.all([mailedAbout('unheard'), mailedAbout('unheard-invalid')]);
    await reconcileNow();
    await reconcileNow();
    expect(await subjectsAbout('unheard', 'unheard-invalid', 'heard')).toEqual([
      'heard: APPROVED',
      'unheard-invalid: INVALID',
      'unheard: APPROVED',
    ]);
  });
});

describe('A review in the table', () => {
  test('is closed by keep-reviews if its execution was aborted, because its token is no longer valid', async () => {
    await submit(system, { id: 'stranded', name: 'evil Spock', address: '1 Street' });
    await entryIn('stranded', 'PENDING');
    const { executionArn } = await recordIn(system, 'stranded', 'FLAGGED_FOR_REVIEW');
    await system.sfn.send(new StopExecutionCommand({ executionArn: String(executionArn) }));
    await advance(system, TWO_HOURS);
    await entryIn('stranded', 'REVIEW_EXPIRED');
  });

  test('is closed as soon as the workflow ends it, without waiting for keep-reviews', async () => {
    await submit(system, { id: 'decided', name: 'evil Spock', address: '1 Street' });
    const taskToken = await pendingToken(system, 'decided');
    await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"decision":"REJECT","reviewer":"kirk"}' }));
    await recordIn(system, 'decided', 'REJECTED');
    const { closedAt } = await entryIn('decided', 'REVIEW_REJECTED');
    expect(Date.parse(String(closedAt))).not.toBeNaN();
  });
});
