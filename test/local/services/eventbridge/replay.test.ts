import { afterEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { FakeTargets, queueTarget, startBus, type TestBus } from './bus.ts';

let bus: TestBus;
afterEach(() => bus.kernel.stop());

const BUS = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const DAY_MS = 86_400_000;

const archive = (more: Record<string, unknown> = {}) =>
  bus.call('CreateArchive', { ArchiveName: 'all', EventSourceArn: BUS, ...more });
const replay = (name: string, more: Record<string, unknown> = {}) =>
  bus.call('StartReplay', {
    ReplayName: name,
    EventSourceArn: 'arn:aws:events:us-east-1:000000000000:archive/all',
    EventStartTime: new Date(0),
    EventEndTime: new Date(bus.kernel.clock.now() + DAY_MS),
    Destination: { Arn: BUS },
    ...more,
  });
const stateOf = async (ReplayName: string) => (await bus.call('DescribeReplay', { ReplayName })).State;
const numbers = (queue: string) =>
  (bus.targets.bodies(queue) as { detail: { n: number } }[]).map(({ detail }) => detail.n);
const putMany = async (count: number, first = 0) => {
  for (let n = first; n < first + count; n += 1) await bus.put({ n }, { Time: 1_700_000_000 + n });
};
const finish = async () => {
  await bus.kernel.timers.advance(10_000);
  await bus.settled();
};

describe('archives', () => {
  test('store the events that match their pattern and count them', async () => {
    bus = await startBus();
    await archive({ EventPattern: '{"detail":{"n":[{"numeric":["<",2]}]}}', Description: 'small ones' });
    await putMany(3);
    const described = await bus.call('DescribeArchive', { ArchiveName: 'all' });
    expect(described).toMatchObject({ EventCount: 2, Description: 'small ones', RetentionDays: 0, State: 'ENABLED' });
    expect(Number(described.SizeBytes)).toBeGreaterThan(2 * 150);
  });

  test('delete events after the retention period, and no others', async () => {
    bus = await startBus();
    await archive({ RetentionDays: 2 });
    const count = async () => (await bus.call('DescribeArchive', { ArchiveName: 'all' })).EventCount;
    await putMany(2);
    await bus.kernel.timers.advance(DAY_MS);
    await putMany(1);
    await bus.kernel.timers.advance(DAY_MS + 1_000);
    expect(await count()).toBe(1);
    await bus.call('UpdateArchive', { ArchiveName: 'all', RetentionDays: 0 });
    await bus.kernel.timers.advance(30 * DAY_MS);
    expect(await count()).toBe(1);
    await bus.call('UpdateArchive', { ArchiveName: 'all', RetentionDays: 3 });
    await bus.kernel.timers.advance(10);
    expect(await bus.call('DescribeArchive', { ArchiveName: 'all' })).toMatchObject({ EventCount: 0, SizeBytes: 0 });
  });

  test('delete expired events also if they do not fit into one batch', async () => {
    bus = await startBus();
    await archive({ RetentionDays: 1 });
    await Promise.all(Array.from({ length: 4_500 }, (_, n) => bus.put({ n })));
    await bus.kernel.timers.advance(DAY_MS + 10_000);
    expect(await bus.call('DescribeArchive', { ArchiveName: 'all' })).toMatchObject({ EventCount: 0, SizeBytes: 0 });
  });
});

describe('replays', () => {
  test('send the events of the time range again, in order of time, with the replay name, and do not archive them again', async () => {
    bus = await startBus();
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await archive();
    for (const n of [3, 1, 2, 0, 4]) await bus.put({ n }, { Time: 1_700_000_000 + n });
    await bus.settled();
    const before = bus.targets.bodies('orders') as { id: string; time: string; detail: { n: number } }[];
    const started = await replay('again', { EventStartTime: 1_700_000_001, EventEndTime: '2023-11-14T22:13:24Z' });
    expect(started).toMatchObject({ State: 'STARTING' });
    await finish();
    const again = bus.targets.bodies('orders').slice(5);
    expect(again).toEqual(
      [1, 2, 3].map((n) => ({ ...before.find(({ detail }) => detail.n === n), 'replay-name': 'again' })),
    );
    expect(await bus.call('DescribeArchive', { ArchiveName: 'all' })).toMatchObject({ EventCount: 5 });
    expect(await bus.call('DescribeReplay', { ReplayName: 'again' })).toMatchObject({
      State: 'COMPLETED',
      EventLastReplayedTime: new Date('2023-11-14T22:13:23Z'),
    });
  });

  test('reach only the rules in FilterArns', async () => {
    bus = await startBus();
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await bus.rule('audit', { source: ['shop'] }, queueTarget('log'));
    await archive();
    await putMany(3);
    const FilterArns = ['arn:aws:events:us-east-1:000000000000:rule/audit'];
    await replay('again', { Destination: { Arn: BUS, FilterArns } });
    await finish();
    expect(numbers('orders')).toEqual([0, 1, 2]);
    expect(numbers('log')).toEqual([0, 1, 2, 0, 1, 2]);
    expect(await bus.call('DescribeReplay', { ReplayName: 'again' })).toMatchObject({
      Destination: { Arn: BUS, FilterArns },
    });
  });

  test('cancelled in state STARTING end without sending events', async () => {
    bus = await startBus();
    await archive();
    await putMany(3);
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    await replay('again');
    expect(await bus.call('CancelReplay', { ReplayName: 'again' })).toMatchObject({ State: 'CANCELLING' });
    expect(await stateOf('again')).toBe('CANCELLING');
    await finish();
    expect(await stateOf('again')).toBe('CANCELLED');
    expect(bus.targets.calls).toHaveLength(0);
    await expect(bus.call('CancelReplay', { ReplayName: 'again' })).rejects.toMatchObject({
      code: 'IllegalStatusException',
    });
  });

  test('cancelled in the middle stop after the events that are already sent', async () => {
    bus = await startBus();
    await archive();
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => bus.put({ n })));
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    bus.targets.answer = async () => {
      if (bus.targets.calls.length === 150) await bus.call('CancelReplay', { ReplayName: 'again' });
    };
    await replay('again');
    await finish();
    expect(await stateOf('again')).toBe('CANCELLED');
    expect(bus.targets.calls.length).toBeGreaterThanOrEqual(150);
    expect(bus.targets.calls.length).toBeLessThan(1_000);
  });

  test('continue after a restart without skipping or repeating a stored batch', async () => {
    const dataDir = temporaryDirectory();
    bus = await startBus({ dataDir });
    await archive();
    await Promise.all(Array.from({ length: 450 }, (_, n) => bus.put({ n })));
    await bus.rule('sales', { source: ['shop'] }, queueTarget('orders'));
    const first = bus.targets;
    await replay('again');
    const moving = bus.kernel.timers.advance(2_000).catch(() => {});
    await first.reached(120);
    await bus.kernel.stop();
    await moving;
    expect(first.calls.length).toBeLessThan(450);
    bus = await startBus({ dataDir }, new FakeTargets());
    await finish();
    await finish();
    expect(await stateOf('again')).toBe('COMPLETED');
    const seen = new Set(
      [...first.bodies('orders'), ...bus.targets.bodies('orders')].map((event) => (event as { id: string }).id),
    );
    expect(seen.size).toBe(450);
    removeDirectory(dataDir);
  });

  test('fail with a reason if the archive was deleted', async () => {
    bus = await startBus();
    await archive();
    await replay('again');
    await bus.call('DeleteArchive', { ArchiveName: 'all' });
    await finish();
    expect(await bus.call('DescribeReplay', { ReplayName: 'again' })).toMatchObject({
      State: 'FAILED',
      StateReason: 'Archive all does not exist.',
    });
  });

  test('are limited to ten at the same time', async () => {
    bus = await startBus();
    await archive();
    for (let n = 0; n < 10; n += 1) await replay(`number-${n}`);
    await expect(replay('too-many')).rejects.toMatchObject({ code: 'LimitExceededException' });
    await finish();
    expect(await replay('too-many')).toMatchObject({ State: 'STARTING' });
  });

  test.each([
    [
      'a filter ARN of a missing rule',
      { Destination: { Arn: BUS, FilterArns: ['arn:aws:events:us-east-1:000000000000:rule/none'] } },
      'Rule none does not exist on EventBus default.',
    ],
    [
      'a filter ARN of another bus',
      { Destination: { Arn: BUS, FilterArns: ['arn:aws:events:us-east-1:000000000000:rule/other/none'] } },
      'Parameter Destination.FilterArns is not valid. Reason: Rule must be on the destination event bus.',
    ],
    [
      'an end time before the start time',
      { EventEndTime: 0 },
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    ],
    [
      'a missing archive',
      { EventSourceArn: 'arn:aws:events:us-east-1:000000000000:archive/none' },
      'Parameter EventSourceArn is not valid. Reason: Archive none does not exist.',
    ],
    [
      'a bus other than the archive’s',
      { Destination: { Arn: BUS.replace('default', 'other') } },
      'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    ],
  ])('are rejected for %s', async (_, more, message) => {
    bus = await startBus();
    await archive();
    await bus.call('CreateEventBus', { Name: 'other' });
    await expect(replay('again', more)).rejects.toMatchObject({ message });
  });
});
