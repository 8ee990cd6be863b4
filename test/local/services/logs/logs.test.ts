import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { serviceCaller } from '../../../../local/src/core/aws/caller.ts';
import { createLogs } from '../../../../local/src/services/logs/logs.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';

const DAY_MS = 86_400_000;
const GROUP = { logGroupName: '/aws/lambda/f' };
const STREAM = { ...GROUP, logStreamName: 's1' };

let dataDir: string;
let kernel: TestKernel;
const start = () => startKernel((made) => [createLogs(made)], { dataDir });
beforeEach(async () => {
  dataDir = temporaryDirectory();
  kernel = await start();
});
afterEach(async () => {
  await kernel.stop();
  removeDirectory(dataDir);
});

const logs = (action: string, input: Record<string, unknown>) => kernel.as('logs', action, input);

const makeStream = async () => {
  await logs('CreateLogGroup', GROUP);
  await logs('CreateLogStream', STREAM);
};

const put = (messages: readonly string[], input: Record<string, unknown> = STREAM) =>
  logs('PutLogEvents', {
    ...input,
    logEvents: messages.map((message, index) => ({ timestamp: kernel.clock.now() - messages.length + index, message })),
  });

const messagesOf = (answer: unknown): string[] =>
  (answer as { events: { message: string }[] }).events.map(({ message }) => message);

describe('groups', () => {
  test('are created once, described with their retention, and deleted', async () => {
    await logs('CreateLogGroup', { ...GROUP, tags: { a: '1' } });
    await expect(logs('CreateLogGroup', GROUP)).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await logs('PutRetentionPolicy', { ...GROUP, retentionInDays: 14 });
    expect(await logs('DescribeLogGroups', { logGroupNamePrefix: '/aws' })).toMatchObject({
      logGroups: [
        {
          logGroupName: '/aws/lambda/f',
          retentionInDays: 14,
          arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*',
        },
      ],
    });
    await logs('DeleteLogGroup', GROUP);
    expect(await logs('DescribeLogGroups', {})).toEqual({ logGroups: [] });
    await expect(put(['x'])).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });

  test('accept only the retention periods of AWS', async () => {
    await logs('CreateLogGroup', GROUP);
    await expect(logs('PutRetentionPolicy', { ...GROUP, retentionInDays: 2 })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });

  test('are tagged by their ARN', async () => {
    await logs('CreateLogGroup', { ...GROUP, tags: { a: '1' } });
    const resource = { resourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f' };
    await logs('TagResource', { ...resource, tags: { b: '2' } });
    await logs('UntagResource', { ...resource, tagKeys: ['a'] });
    expect(await logs('ListTagsForResource', resource)).toEqual({ tags: { b: '2' } });
  });
});

describe('events', () => {
  test('are read in the order of their timestamps, from either end', async () => {
    await makeStream();
    await put(['1', '2', '3', '4', '5']);
    const first = (await logs('GetLogEvents', { ...STREAM, startFromHead: true, limit: 2 })) as {
      nextForwardToken: string;
    };
    expect(messagesOf(first)).toEqual(['1', '2']);
    const second = (await logs('GetLogEvents', { ...STREAM, limit: 2, nextToken: first.nextForwardToken })) as {
      nextBackwardToken: string;
    };
    expect(messagesOf(second)).toEqual(['3', '4']);
    expect(
      messagesOf(await logs('GetLogEvents', { ...STREAM, limit: 2, nextToken: second.nextBackwardToken })),
    ).toEqual(['1', '2']);
    expect(messagesOf(await logs('GetLogEvents', { ...STREAM, limit: 2 }))).toEqual(['4', '5']);
  });

  test('are searched in all streams by terms, phrases, alternatives and exclusions', async () => {
    await makeStream();
    await logs('CreateLogStream', { ...GROUP, logStreamName: 's2' });
    await put(['ERROR no room', 'INFO all well']);
    await put(['WARN no time', 'ERROR lost'], { ...GROUP, logStreamName: 's2' });
    const find = async (filterPattern: string) =>
      messagesOf(await logs('FilterLogEvents', { ...GROUP, filterPattern })).sort();
    expect(await find('ERROR')).toEqual(['ERROR lost', 'ERROR no room']);
    expect(await find('"no room"')).toEqual(['ERROR no room']);
    expect(await find('?INFO ?WARN')).toEqual(['INFO all well', 'WARN no time']);
    expect(await find('ERROR -lost')).toEqual(['ERROR no room']);
    expect(await find('error')).toEqual([]);
    expect(messagesOf(await logs('FilterLogEvents', { ...GROUP, logStreamNames: ['s2'] }))).toHaveLength(2);
  });

  test('are not searched by an unsupported kind of pattern', async () => {
    await makeStream();
    await expect(logs('FilterLogEvents', { ...GROUP, filterPattern: '{ $.a = 1 }' })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
    });
  });

  test('are returned in pages by a search', async () => {
    await makeStream();
    await put(['1', '2', '3']);
    const first = (await logs('FilterLogEvents', { ...GROUP, limit: 2 })) as { nextToken: string };
    expect(messagesOf(first)).toEqual(['1', '2']);
    const second = await logs('FilterLogEvents', { ...GROUP, limit: 2, nextToken: first.nextToken });
    expect(messagesOf(second)).toEqual(['3']);
    expect(second).not.toHaveProperty('nextToken');
  });

  test('need an existing stream, unless an AWS service writes them', async () => {
    await logs('CreateLogGroup', GROUP);
    await expect(put(['x'])).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
    const events = serviceCaller(
      'events.amazonaws.com',
      '000000000000',
      'arn:aws:events:us-east-1:000000000000:rule/r',
    );
    const logEvents = [{ timestamp: kernel.clock.now(), message: 'from a rule' }];
    await kernel.services.callByName('logs', 'PutLogEvents', { ...STREAM, logEvents }, events);
    expect(messagesOf(await logs('GetLogEvents', STREAM))).toEqual(['from a rule']);
  });

  test('that are too old or too far in the future are rejected by their positions, and the others are stored', async () => {
    await makeStream();
    const now = kernel.clock.now();
    const logEvents = [
      { timestamp: now - 15 * DAY_MS, message: 'old' },
      { timestamp: now, message: 'now' },
      { timestamp: now + DAY_MS, message: 'ahead' },
    ];
    expect(await logs('PutLogEvents', { ...STREAM, logEvents })).toEqual({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 },
    });
    expect(messagesOf(await logs('GetLogEvents', STREAM))).toEqual(['now']);
  });

  test('must be in chronological order and within the batch limits', async () => {
    await makeStream();
    const now = kernel.clock.now();
    const reversed = [
      { timestamp: now, message: 'b' },
      { timestamp: now - 1, message: 'a' },
    ];
    await expect(logs('PutLogEvents', { ...STREAM, logEvents: reversed })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
    await expect(logs('PutLogEvents', { ...STREAM, logEvents: [] })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });

  test('survive a restart, also if the last line is incomplete', async () => {
    await makeStream();
    await put(['before']);
    await kernel.stop();
    const folder = join(dataDir, 'logs', encodeURIComponent('/aws/lambda/f'));
    const [file] = readdirSync(folder);
    appendFileSync(join(folder, file ?? ''), '[17000,17000,"s1","cut o');
    kernel = await start();
    await put(['after']);
    expect(messagesOf(await logs('GetLogEvents', STREAM))).toEqual(['before', 'after']);
  });

  test('of all groups are checked together once a day, not in one commit for each group', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const logGroupName of names) {
      await logs('CreateLogGroup', { logGroupName });
      await logs('PutRetentionPolicy', { logGroupName, retentionInDays: 3 });
      await kernel.timers.advance(1);
    }
    const commits = () => Number(kernel.store.prepare('SELECT commits FROM store_state').get()?.commits);
    await kernel.timers.advance(2 * DAY_MS);
    const before = commits();
    await kernel.timers.advance(10 * DAY_MS);
    // One more commit stores the clock's offset. Groups that were created in different hours are checked in different
    // hours.
    expect(commits() - before).toBeLessThanOrEqual(2 * 10 + 1);
  });

  test('are hidden after their retention, and deleted from disk within a day', async () => {
    await makeStream();
    await logs('PutRetentionPolicy', { ...GROUP, retentionInDays: 3 });
    await put(['old']);
    await kernel.timers.advance(2 * DAY_MS);
    await put(['young']);
    expect(messagesOf(await logs('FilterLogEvents', GROUP))).toEqual(['old', 'young']);
    await kernel.timers.advance(1.5 * DAY_MS);
    expect(messagesOf(await logs('FilterLogEvents', GROUP))).toEqual(['young']);
    await kernel.timers.advance(4 * DAY_MS);
    await kernel.inflight.idle();
    expect(readdirSync(join(dataDir, 'logs', encodeURIComponent('/aws/lambda/f')))).toEqual([]);
  });

  test('of a deleted stream are hidden, also after a stream of the same name is created', async () => {
    await makeStream();
    await put(['gone']);
    await logs('DeleteLogStream', STREAM);
    await kernel.timers.advance(1000);
    await logs('CreateLogStream', STREAM);
    await put(['new']);
    expect(messagesOf(await logs('GetLogEvents', STREAM))).toEqual(['new']);
  });
});

test('streams are described with the times of their events, and sorted by the latest event on request', async () => {
  await makeStream();
  await logs('CreateLogStream', { ...GROUP, logStreamName: 's2' });
  await put(['a']);
  const answer = (await logs('DescribeLogStreams', { ...GROUP, orderBy: 'LastEventTime', descending: true })) as {
    logStreams: { logStreamName: string; lastEventTimestamp?: number }[];
  };
  expect(answer.logStreams.map(({ logStreamName }) => logStreamName)).toEqual(['s1', 's2']);
  expect(answer.logStreams[0]?.lastEventTimestamp).toBeLessThanOrEqual(kernel.clock.now());
  expect(answer.logStreams[1]).not.toHaveProperty('lastEventTimestamp');
});
