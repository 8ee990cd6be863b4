import type { Caller } from '../../../../local/src/core/aws/caller.ts';
import type { Action, ServiceModule } from '../../../../local/src/core/service.ts';
import { createScheduler } from '../../../../local/src/services/scheduler/scheduler.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

interface TargetCall {
  readonly service: string;
  readonly action: string;
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
  /** The runtime's time of the call. */
  readonly atMs: number;
}

export const ROLE = 'arn:aws:iam::000000000000:role/scheduler';
export const at = (service: string, resource: string): string =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
export const queueArn = (name: string): string => at('sqs', name);

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  sqs: ['SendMessage', 'ReceiveMessage'],
  sns: ['Publish'],
  states: ['StartExecution'],
  lambda: ['Invoke'],
  events: ['PutEvents'],
  dynamodb: ['PutItem'],
};

/** EventBridge Scheduler with fakes of the services that it calls. Each call is recorded. */
export interface SchedulerSystem {
  readonly kernel: TestKernel;
  readonly calls: TargetCall[];
  /** Answers the calls; may throw. */
  answer: (call: TargetCall) => unknown;
  call(action: string, input?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Creates a schedule that sends `tick` to the queue `ticks`; `more` replaces members, `target` those of the target. */
  schedule(
    Name: string,
    ScheduleExpression: string,
    more?: Record<string, unknown>,
    target?: Record<string, unknown>,
  ): Promise<void>;
  /** Moves the clock and waits until nothing is in flight. */
  advance(ms: number): Promise<void>;
  settled(): Promise<void>;
}

export const targetOf = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Arn: queueArn('ticks'),
  RoleArn: ROLE,
  Input: 'tick',
  ...more,
});

export const OFF = { Mode: 'OFF' };

export const startScheduler = async (
  options: { dataDir?: string; log?: TestKernel['log'] } = {},
): Promise<SchedulerSystem> => {
  const calls: TargetCall[] = [];
  const fake = (service: string, names: readonly string[]): ServiceModule => {
    const action =
      (name: string): Action =>
      async (input, { caller }) => {
        const made = { service, action: name, input, caller, atMs: kernel.clock.now() };
        calls.push(made);
        return system.answer(made);
      };
    const actions = Object.fromEntries(names.map((name) => [name, action(name)]));
    return { service: { name: service, actions, protocols: [] } };
  };
  const kernel: TestKernel = await startKernel(
    (made) => [createScheduler(made), ...Object.entries(ACTIONS).map(([service, names]) => fake(service, names))],
    options,
  );
  const settled = async () => {
    await kernel.inflight.idle();
    await kernel.store.written();
  };
  const call = (action: string, input: Record<string, unknown> = {}) =>
    kernel.as('scheduler', action, input) as Promise<Record<string, unknown>>;
  const system: SchedulerSystem = {
    kernel,
    calls,
    answer: () => ({}),
    call,
    schedule: async (Name, ScheduleExpression, more = {}, target = {}) => {
      const Target = targetOf(target);
      await call('CreateSchedule', { Name, ScheduleExpression, FlexibleTimeWindow: OFF, Target, ...more });
    },
    advance: async (ms) => {
      await kernel.timers.advance(ms);
      await settled();
    },
    settled,
  };
  return system;
};

/** `at(…)` for a moment. */
export const atExpression = (ms: number): string => `at(${new Date(ms).toISOString().slice(0, 19)})`;

export const HOUR_MS = 3_600_000;
