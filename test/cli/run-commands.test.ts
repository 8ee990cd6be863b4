import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ended, eventually, mailbox, recordIn, type System, startSystem, submit } from '../support/system.ts';
import { documentIn, runApps } from './apps-process.ts';

const EVIL = { name: 'evil Quillfeather', address: '77 Canary Wharf' };
const CANARY = /Quillfeather|Canary|Wharf/;

let system: System;
let executionArn: string;
beforeAll(async () => {
  system = await startSystem();
  await submit(system, { id: 'run-1', ...EVIL });
  executionArn = String((await recordIn(system, 'run-1', 'FLAGGED_FOR_REVIEW')).executionArn);
});
afterAll(async () => {
  await system.stop();
});

describe('apps stop', () => {
  test('changes nothing with --dry-run, without an answer, and for an unknown application', async () => {
    const dry = await runApps(system, ['stop', 'run-1', '--dry-run']);
    expect([dry.code, dry.output]).toEqual([0, expect.stringMatching(/run-1.*Nothing was changed\.\n$/s)]);
    expect((await runApps(system, ['stop', 'run-1'])).code).toBe(1);
    expect((await runApps(system, ['stop', 'nobody', '--yes'])).code).toBe(3);
    const { status } = await system.sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(status).toBe('RUNNING');
  });

  test('stops the active run of the application once', async () => {
    const { code, output } = await runApps(system, ['stop', 'run-1'], { input: 'y\n' });
    expect([code, output]).toEqual([0, expect.stringMatching(/To continue it: apps redrive run-1\n$/)]);
    expect(await ended(system, executionArn)).toMatchObject({ status: 'ABORTED', error: 'StoppedByOperator' });
    const again = await runApps(system, ['stop', 'run-1', '--yes']);
    expect([again.code, again.errors]).toEqual([4, 'The run is ABORTED; only a run that is RUNNING can be stopped.\n']);
  });
});

test('apps redrive shows its plan and asks; after no answer, after the answer no, and with --dry-run it changes nothing', async () => {
  const dry = await runApps(system, ['redrive', 'run-1', '--dry-run']);
  expect([dry.code, dry.output]).toEqual([
    0,
    expect.stringMatching(/ ABORTED: StoppedByOperator\n.*Nothing was changed\.\n$/s),
  ]);
  const unanswered = await runApps(system, ['redrive', 'run-1']);
  expect([unanswered.code, unanswered.errors]).toEqual([1, expect.stringContaining('There was no answer, so nothing')]);
  const declined = await runApps(system, ['redrive', executionArn], { input: 'n\n' });
  expect([declined.code, declined.errors]).toEqual([1, expect.stringMatching(/\[y\/N\] Nothing was changed\.\n$/)]);
  const unasked = await runApps(system, ['redrive', 'run-1', '--json']);
  expect([unasked.code, unasked.errors]).toEqual([2, expect.stringContaining('add --yes, or --dry-run')]);
  const { status } = await system.sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(status).toBe('ABORTED');
});

describe('apps dlq delete', () => {
  const depth = async (QueueName: string): Promise<number> => {
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName }));
    const read = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return Number((await system.sqs.send(read)).Attributes?.ApproximateNumberOfMessages);
  };

  test('deletes only the chosen messages, after it has shown them and the user has confirmed', async () => {
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'replay-preview-dlq' }));
    for (const MessageBody of ['one', 'two', 'three'])
      await system.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const shown = documentIn(await runApps(system, ['dlq', 'show', 'replay-preview-dlq', '--json']));
    const [id = '', other = ''] = (shown.messages as { id: string }[]).map((message) => message.id);
    const dry = await runApps(system, ['dlq', 'delete', 'replay-preview-dlq', '--all', '--dry-run']);
    expect([dry.code, dry.output]).toEqual([0, expect.stringMatching(/Nothing was changed\.\n$/)]);
    expect([dry.output.includes(id), dry.output.includes(other)]).toEqual([true, true]);
    const unanswered = await runApps(system, ['dlq', 'delete', 'replay-preview-dlq', '--all']);
    expect([unanswered.code, await depth('replay-preview-dlq')]).toEqual([1, 3]);

    const one = await runApps(system, ['dlq', 'delete', 'replay-preview-dlq', '--id', id], { input: 'y\n' });
    expect([one.code, one.output]).toEqual([0, expect.stringMatching(/^1 message deleted\.\n$/m)]);
    expect(one.output).not.toContain(other);
    expect(one.errors).toContain('Delete 1 message of replay-preview-dlq? This cannot be undone. [y/N]');
    const again = await runApps(system, ['dlq', 'delete', 'replay-preview-dlq', '--id', id, '--yes']);
    expect([again.code, again.errors]).toEqual([3, `replay-preview-dlq has no message ${id}; nothing was changed.\n`]);
    expect(await depth('replay-preview-dlq')).toBe(2);
    const rest = await runApps(system, ['dlq', 'delete', 'replay-preview-dlq', '--all', '--yes', '--json']);
    expect([rest.code, documentIn(rest).deleted, await depth('replay-preview-dlq')]).toEqual([0, 2, 0]);
  });

  test('deletes nothing if neither ids nor --all are given', async () => {
    const { code, errors } = await runApps(system, ['dlq', 'delete', 'notify-dlq', '--yes']);
    expect([code, errors]).toEqual([2, 'Give --id with message ids (apps dlq show lists them), or --all.\n']);
  });
});

test('apps history lists events with their states and errors, without their data, and continues with --cursor', async () => {
  const { code, output } = await runApps(system, ['history', 'run-1']);
  expect(code).toBe(0);
  expect(output).toMatch(/^ *1 +\S+Z +ExecutionStarted$/m);
  expect(output).toMatch(/^ *2 +\S+Z +TaskStateEntered +Register Application$/m);
  expect(output).toMatch(/TaskSubmitted +Pending Review$/m);
  expect(output).toMatch(/ExecutionAborted +StoppedByOperator$/m);
  expect(output).not.toMatch(CANARY);
  const first = documentIn(await runApps(system, ['history', executionArn, '--limit', '3', '--json']));
  const next = documentIn(
    await runApps(system, ['history', 'run-1', '--limit', '2', '--cursor', String(first.cursor), '--json']),
  );
  const idsOf = ({ events }: Record<string, unknown>) => (events as { id: number }[]).map(({ id }) => id);
  expect([idsOf(first), idsOf(next)]).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('apps mail shows the mails about one application without their recipients', async () => {
  const [sent] = await eventually('the mail', async () => {
    const mails = await mailbox(system);
    return mails.length > 0 ? mails : undefined;
  });
  const { code, output } = await runApps(system, ['mail', '--id', 'run-1']);
  expect([code, output]).toEqual([0, expect.stringMatching(/run-1: ABORTED\n.*Showing 1 of 1\n$/s)]);
  expect(output).not.toContain(String(sent?.to));
  expect((await runApps(system, ['mail', '--id', 'run'])).output).toBe('Showing 0 of 0\n');
});

test('apps logs shows the latest lines of a function, and ends with exit code 3 for an unknown function', async () => {
  const { code, output } = await runApps(system, ['logs', 'notify', '--since', '1d', '--filter', '"Run ended"']);
  expect([code, output]).toEqual([0, expect.stringMatching(/^\S+Z {2}.*Run ended.*\nShowing \d+ of \d+\n$/s)]);
  expect(output).not.toMatch(CANARY);
  expect((await runApps(system, ['logs', 'nothing'])).code).toBe(3);
  expect((await runApps(system, ['logs', 'notify', '--since', 'soon'])).code).toBe(2);
});
