import { afterEach, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { atExpression, HOUR_MS, OFF, type SchedulerSystem, startScheduler, targetOf } from './system.ts';

let system: SchedulerSystem;
afterEach(() => system.kernel.stop());

const scheduledTimes = (): number[] => system.calls.map(({ input }) => Date.parse(String(input.MessageBody)));
const TIME = { Input: '<aws.scheduler.scheduled-time>' };

test('a clock move over many occurrences invokes the target at each of them, in order', async () => {
  system = await startScheduler();
  await system.schedule('minutes', 'cron(* * * * ? *)', {}, TIME);
  await system.advance(5 * HOUR_MS);
  const times = scheduledTimes();
  expect(times).toHaveLength(300);
  expect(times.every((ms, index) => index === 0 || ms - (times[index - 1] ?? 0) === 60_000)).toBe(true);
  expect(system.calls.every(({ atMs }, index) => atMs - (times[index] ?? 0) < 60_000)).toBe(true);
});

test('a rate schedule without a start date invokes its target immediately and then at every interval', async () => {
  system = await startScheduler();
  await system.schedule('tick', 'rate(1 hour)');
  await system.advance(1_000);
  expect(system.calls).toHaveLength(1);
  await system.advance(3 * HOUR_MS);
  expect(system.calls).toHaveLength(4);
  expect(system.kernel.meter.usage().scheduler).toEqual({ invocations: 4 });
});

test('a one-time schedule invokes its target once and remains', async () => {
  system = await startScheduler();
  await system.schedule('once', atExpression(system.kernel.clock.now() + HOUR_MS));
  await system.advance(0.5 * HOUR_MS);
  expect(system.calls).toHaveLength(0);
  await system.advance(48 * HOUR_MS);
  expect(system.calls).toHaveLength(1);
  await expect(system.call('GetSchedule', { Name: 'once' })).resolves.toMatchObject({ State: 'ENABLED' });
});

test('a one-time schedule with the action DELETE is deleted after its invocation', async () => {
  system = await startScheduler();
  const expression = atExpression(system.kernel.clock.now() + HOUR_MS);
  await system.schedule('once', expression, { ActionAfterCompletion: 'DELETE' });
  await expect(system.call('GetSchedule', { Name: 'once' })).resolves.toMatchObject({
    ActionAfterCompletion: 'DELETE',
  });
  await system.advance(2 * HOUR_MS);
  expect(system.calls).toHaveLength(1);
  await expect(system.call('GetSchedule', { Name: 'once' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Schedule once does not exist.',
    statusCode: 404,
  });
});

test('a recurring schedule with the action DELETE is deleted after the last invocation before its end date', async () => {
  system = await startScheduler();
  const startMs = system.kernel.clock.now() + HOUR_MS;
  const limits = { StartDate: startMs / 1_000, EndDate: (startMs + 2.5 * HOUR_MS) / 1_000 };
  await system.schedule('some', 'rate(1 hour)', { ...limits, ActionAfterCompletion: 'DELETE' });
  await system.advance(0.9 * HOUR_MS);
  expect(system.calls).toHaveLength(0);
  await system.advance(10 * HOUR_MS);
  expect(system.calls).toHaveLength(3);
  await expect(system.call('ListSchedules')).resolves.toEqual({ Schedules: [] });
});

test('a flexible time window invokes the target once per occurrence, inside the window', async () => {
  system = await startScheduler();
  const window = { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 } };
  await system.schedule('flexible', 'cron(0 * * * ? *)', window, TIME);
  await system.advance(20 * HOUR_MS + 30 * 60_000);
  const delays = system.calls.map(({ atMs }, index) => atMs - (scheduledTimes()[index] ?? 0));
  expect(delays.length).toBeGreaterThanOrEqual(20);
  expect(delays.every((ms) => ms >= 0 && ms <= 30 * 60_000)).toBe(true);
  expect(new Set(delays.map((ms) => Math.round(ms / 60_000))).size).toBeGreaterThan(3);
});

test('a disabled schedule does not invoke its target; enabled again it keeps its intervals', async () => {
  system = await startScheduler();
  const settings = { Name: 'tick', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: OFF, Target: targetOf() };
  await system.call('CreateSchedule', settings);
  await system.advance(1_000);
  await system.call('UpdateSchedule', { ...settings, State: 'DISABLED' });
  await system.advance(3.5 * HOUR_MS);
  expect(system.calls).toHaveLength(1);
  await system.call('UpdateSchedule', settings);
  await system.advance(0.4 * HOUR_MS);
  expect(system.calls).toHaveLength(1);
  await system.advance(0.2 * HOUR_MS);
  expect(system.calls).toHaveLength(2);
});

test('an update of the target keeps the time of the next occurrence', async () => {
  system = await startScheduler();
  await system.schedule('tick', 'rate(1 hour)');
  await system.advance(0.5 * HOUR_MS);
  await system.call('UpdateSchedule', {
    Name: 'tick',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: OFF,
    Target: targetOf({ Input: 'other' }),
  });
  await system.advance(0.6 * HOUR_MS);
  expect(system.calls.map(({ input }) => input.MessageBody)).toEqual(['tick', 'other']);
});

test('a deleted schedule and the schedules of a deleted group invoke nothing', async () => {
  system = await startScheduler();
  await system.call('CreateScheduleGroup', { Name: 'team' });
  await system.schedule('one', 'cron(0 * * * ? *)');
  await system.schedule('two', 'cron(0 * * * ? *)', { GroupName: 'team' });
  await system.call('DeleteSchedule', { Name: 'one' });
  await system.call('DeleteScheduleGroup', { Name: 'team' });
  await system.advance(3 * HOUR_MS);
  expect(system.calls).toEqual([]);
});

/** Stops the runtime, and starts it again after `downtimeMs`. */
const restart = async (dataDir: string, downtimeMs: number): Promise<void> => {
  await system.kernel.timers.stop();
  system.kernel.clock.moveTo(system.kernel.clock.now() + downtimeMs);
  await system.kernel.clock.save();
  await system.kernel.stop();
  system = await startScheduler({ dataDir });
  await system.advance(1_000);
};

test('after a downtime each missed occurrence is delivered once', async () => {
  const dataDir = temporaryDirectory();
  system = await startScheduler({ dataDir });
  await system.schedule('hourly', 'cron(30 * * * ? *)', {}, TIME);
  await restart(dataDir, 5 * HOUR_MS);
  const times = scheduledTimes();
  expect(times).toHaveLength(5);
  expect(new Set(times).size).toBe(5);
  removeDirectory(dataDir);
});

test('after a downtime, occurrences older than the maximum event age are skipped', async () => {
  const dataDir = temporaryDirectory();
  system = await startScheduler({ dataDir });
  const target = { ...TIME, RetryPolicy: { MaximumEventAgeInSeconds: 7_200 } };
  await system.schedule('hourly', 'cron(30 * * * ? *)', {}, target);
  await restart(dataDir, 100 * HOUR_MS);
  expect(system.calls).toHaveLength(3);
  removeDirectory(dataDir);
});

test('a one-time schedule that is due during a downtime invokes its target at the next start', async () => {
  const dataDir = temporaryDirectory();
  system = await startScheduler({ dataDir });
  await system.schedule('once', atExpression(system.kernel.clock.now() + HOUR_MS));
  await restart(dataDir, 100 * HOUR_MS);
  expect(system.calls).toHaveLength(1);
  removeDirectory(dataDir);
});
