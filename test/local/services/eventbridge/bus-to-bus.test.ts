import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { queueTarget, startBus, type TestBus } from './bus.ts';

let bus: TestBus;
beforeEach(async () => {
  bus = await startBus();
});
afterEach(() => bus.kernel.stop());

const ROLE = 'arn:aws:iam::000000000000:role/forwarder';

const created = async (Name: string): Promise<string> =>
  String((await bus.call('CreateEventBus', { Name })).EventBusArn);

const ruleOn = async (EventBusName: string, Name: string, ...Targets: Record<string, unknown>[]): Promise<void> => {
  await bus.call('PutRule', { Name, EventBusName, EventPattern: '{"source":["shop"]}' });
  await bus.call('PutTargets', { Rule: Name, EventBusName, Targets });
};
const toBus = (Arn: string) => ({ Id: 'bus', Arn, RoleArn: ROLE });
const callsOf = (queue: string) =>
  bus.targets.calls.filter(({ input }) => String(input.QueueUrl).endsWith(`/${queue}`)).length;

// EventBridge guide, "Sending and receiving events between event buses".
describe('an event that a bus receives from another bus', () => {
  test('reaches the targets of that bus, but no third bus', async () => {
    const second = await created('second');
    const third = await created('third');
    await ruleOn('default', 'to-second', toBus(second));
    await ruleOn('second', 'to-third', toBus(third), queueTarget('on-second'));
    await ruleOn('third', 'all', queueTarget('on-third'));
    await bus.put({ n: 1 });
    await bus.settled();
    expect(callsOf('on-second')).toBe(1);
    expect(callsOf('on-third')).toBe(0);
    expect(bus.kernel.meter.usage().events).toMatchObject({ 'events not sent to a third bus': 1 });
  });

  test('is not sent back and forth between two buses', async () => {
    const second = await created('second');
    const first = await created('first');
    await ruleOn('first', 'there', toBus(second), queueTarget('on-first'));
    await ruleOn('second', 'back', toBus(first));
    await bus.put({ n: 1 }, { EventBusName: 'first' });
    await bus.settled();
    expect(callsOf('on-first')).toBe(1);
  });

  test('is not multiplied endlessly by two rules that send a bus its own events', async () => {
    const own = await created('own');
    await ruleOn('own', 'x', toBus(own));
    await ruleOn('own', 'y', toBus(own));
    await ruleOn('own', 'all', queueTarget('seen'));
    await bus.put({ n: 1 }, { EventBusName: 'own' });
    await bus.settled();
    expect(callsOf('seen')).toBe(3);
  });

  test('is forwarded by a replay, because a replay sends new events', async () => {
    const second = await created('second');
    await ruleOn('default', 'to-second', toBus(second));
    await ruleOn('second', 'all', queueTarget('on-second'));
    const EventSourceArn = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
    const { ArchiveArn } = await bus.call('CreateArchive', { ArchiveName: 'kept', EventSourceArn });
    await bus.put({ n: 1 });
    await bus.settled();
    const now = bus.kernel.clock.now() / 1_000;
    await bus.call('StartReplay', {
      ReplayName: 'again',
      EventSourceArn: ArchiveArn,
      EventStartTime: now - 60,
      EventEndTime: now + 60,
      Destination: { Arn: EventSourceArn },
    });
    await bus.kernel.timers.advance(5_000);
    await bus.settled();
    expect(callsOf('on-second')).toBe(2);
  });
});

describe('DeleteEventBus', () => {
  const hasRules = { code: 'ValidationException', message: "EventBus can't be deleted since it has rules." };

  test.each([
    ['a rule', () => ruleOn('other', 'r', queueTarget('q'))],
    [
      'a disabled rule without targets',
      () =>
        bus.call('PutRule', { Name: 'r', EventBusName: 'other', EventPattern: '{"source":["s"]}', State: 'DISABLED' }),
    ],
    [
      'an archive',
      () =>
        bus.call('CreateArchive', {
          ArchiveName: 'a',
          EventSourceArn: 'arn:aws:events:us-east-1:000000000000:event-bus/other',
        }),
    ],
  ])('is refused while the bus has %s', async (_, make) => {
    await created('other');
    await make();
    await expect(bus.call('DeleteEventBus', { Name: 'other' })).rejects.toMatchObject(hasRules);
    expect(await bus.call('DescribeEventBus', { Name: 'other' })).toMatchObject({ Name: 'other' });
  });
});
