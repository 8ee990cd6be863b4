import { afterEach, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { FakeTargets, queueTarget, startBus, type TestBus } from './bus.ts';

let bus: TestBus;
afterEach(() => bus.kernel.stop());

const schedule = async (ScheduleExpression: string) => {
  await bus.call('PutRule', { Name: 'tick', ScheduleExpression });
  await bus.call('PutTargets', { Rule: 'tick', Targets: [queueTarget('ticks')] });
};

test('a scheduled rule sends its event at every interval, and none while it is disabled', async () => {
  bus = await startBus();
  await schedule('rate(1 hour)');
  await bus.kernel.timers.advance(3 * 3_600_000);
  await bus.settled();
  expect(bus.targets.bodies('ticks')).toHaveLength(3);
  expect(bus.targets.bodies('ticks')[0]).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/tick'],
    detail: {},
  });
  await bus.call('DisableRule', { Name: 'tick' });
  await bus.kernel.timers.advance(3 * 3_600_000);
  expect(bus.targets.calls).toHaveLength(3);
  await bus.call('EnableRule', { Name: 'tick' });
  await bus.kernel.timers.advance(3_600_000);
  await bus.settled();
  expect(bus.targets.calls).toHaveLength(4);
});

test('after a downtime a scheduled rule sends one event and continues', async () => {
  const dataDir = temporaryDirectory();
  bus = await startBus({ dataDir });
  await schedule('rate(1 hour)');
  await bus.kernel.timers.stop();
  bus.kernel.clock.moveTo(bus.kernel.clock.now() + 50 * 3_600_000);
  await bus.kernel.clock.save();
  await bus.kernel.stop();
  bus = await startBus({ dataDir }, new FakeTargets());
  await bus.targets.reached(1);
  await bus.settled();
  expect(bus.targets.calls).toHaveLength(1);
  await bus.kernel.timers.advance(3_600_000);
  await bus.settled();
  expect(bus.targets.calls).toHaveLength(2);
  removeDirectory(dataDir);
});

test('a schedule is allowed only on the default bus', async () => {
  bus = await startBus();
  await bus.call('CreateEventBus', { Name: 'other' });
  await expect(
    bus.call('PutRule', { Name: 'tick', EventBusName: 'other', ScheduleExpression: 'rate(1 hour)' }),
  ).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'ScheduleExpression is supported only on the default event bus.',
  });
});
