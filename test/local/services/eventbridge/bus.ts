import type { Caller } from '../../../../local/src/core/aws/caller.ts';
import type { Action, ServiceModule } from '../../../../local/src/core/service.ts';
import { createEventBridge } from '../../../../local/src/services/eventbridge/event-bridge.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

export interface TargetCall {
  readonly service: string;
  readonly action: string;
  readonly input: Record<string, unknown>;
  readonly caller: Caller;
}

/** Fakes of the services to which targets belong. Each call is recorded. `answer` may throw. */
export class FakeTargets {
  readonly calls: TargetCall[] = [];
  answer: (call: TargetCall) => unknown = () => ({});
  #waiting: { readonly done: () => boolean; readonly resolve: () => void }[] = [];

  modules(): ServiceModule[] {
    return [
      this.#service('sqs', ['SendMessage']),
      this.#service('sns', ['Publish']),
      this.#service('states', ['StartExecution']),
      this.#service('lambda', ['Invoke']),
      this.#service('logs', ['PutLogEvents']),
    ];
  }

  /** Resolves once there have been `count` calls. */
  async reached(count: number): Promise<readonly TargetCall[]> {
    if (this.calls.length < count)
      await new Promise<void>((resolve) => this.#waiting.push({ done: () => this.calls.length >= count, resolve }));
    return this.calls;
  }

  /** The message bodies sent to a queue, in order. */
  bodies(queue: string): unknown[] {
    return this.calls
      .filter(({ input }) => String(input.QueueUrl).endsWith(`/${queue}`))
      .map(({ input }) => JSON.parse(String(input.MessageBody)));
  }

  #service(service: string, names: readonly string[]): ServiceModule {
    const action =
      (name: string): Action =>
      async (input, { caller }) => {
        const call = { service, action: name, input, caller };
        this.calls.push(call);
        for (const { done, resolve } of this.#waiting) if (done()) resolve();
        return this.answer(call);
      };
    const actions = Object.fromEntries(names.map((name) => [name, action(name)]));
    return { service: { name: service, actions, protocols: [] } };
  }
}

export interface TestBus {
  readonly kernel: TestKernel;
  readonly targets: FakeTargets;
  call(action: string, input?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Creates a rule on the default bus, with targets. */
  rule(name: string, pattern: unknown, ...targets: Record<string, unknown>[]): Promise<void>;
  /** Puts one event of the source `shop`. */
  put(detail: unknown, more?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Resolves when no delivery is running. */
  settled(): Promise<void>;
}

export const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
export const queueTarget = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Id: name.replace('.fifo', ''),
  Arn: queueArn(name),
  ...more,
});

export const startBus = async (
  options: { dataDir?: string; log?: TestKernel['log']; maxUndelivered?: number } = {},
  targets: FakeTargets = new FakeTargets(),
): Promise<TestBus> => {
  const kernel = await startKernel(
    (parts) => [createEventBridge(parts, options.maxUndelivered), ...targets.modules()],
    options,
  );
  const call = (action: string, input: Record<string, unknown> = {}) =>
    kernel.as('events', action, input) as Promise<Record<string, unknown>>;
  return {
    kernel,
    targets,
    call,
    rule: async (name, pattern, ...made) => {
      await call('PutRule', { Name: name, EventPattern: JSON.stringify(pattern) });
      if (made.length > 0) await call('PutTargets', { Rule: name, Targets: made });
    },
    put: (detail, more = {}) =>
      call('PutEvents', {
        Entries: [{ Source: 'shop', DetailType: 'Sold', Detail: JSON.stringify(detail), ...more }],
      }),
    settled: async () => {
      await kernel.inflight.idle();
      await kernel.store.written();
    },
  };
};

/** Simulates a crash: timers no longer fire and the store accepts no more writes, while deliveries may be running. */
export const crash = async ({ kernel }: TestBus): Promise<void> => {
  await kernel.timers.stop();
  await kernel.store.close();
};
