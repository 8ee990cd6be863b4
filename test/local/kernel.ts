import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../local/src/core/clock/clock.ts';
import { Inflight } from '../../local/src/core/clock/inflight.ts';
import { Timers } from '../../local/src/core/clock/timers.ts';
import { CrashGuard } from '../../local/src/core/crash-guard.ts';
import { Identities } from '../../local/src/core/identities.ts';
import { randomIds } from '../../local/src/core/ids.ts';
import type { Kernel } from '../../local/src/core/kernel.ts';
import type { Log } from '../../local/src/core/log.ts';
import { Meter } from '../../local/src/core/meter.ts';
import { Rush } from '../../local/src/core/polling/rush.ts';
import type { ServiceModule } from '../../local/src/core/service.ts';
import { Services } from '../../local/src/core/services.ts';
import { Store } from '../../local/src/core/store/store.ts';

export interface TestKernel extends Kernel {
  /** Calls an action as the administrator of the account. */
  as(service: string, action: string, input?: Record<string, unknown>): Promise<unknown>;
  /** Stops the services and closes the store, but keeps its files for a restart. */
  stop(): Promise<void>;
}

const HOME = { region: 'us-east-1', accountId: '000000000000' };

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Starts a kernel for tests of single services. `parts` creates the services; they are registered and started in the
 * given order.
 */
export const startKernel = async (
  parts: (kernel: Kernel) => ServiceModule[] | Promise<ServiceModule[]>,
  options: { dataDir?: string; log?: Log } = {},
): Promise<TestKernel> => {
  const store = new Store(options.dataDir ? join(options.dataDir, 'runtime.sqlite') : ':memory:');
  const clock = new Clock(store);
  const inflight = new Inflight();
  const log = options.log ?? quiet;
  const timers = new Timers(store, clock, inflight, log);
  const identities = new Identities(randomIds, HOME.accountId);
  const services = new Services(() => randomIds.uuid());
  const { dataDir } = options;
  const endpoint = () => 'http://127.0.0.1:4566';
  const kernel: Kernel = {
    home: HOME,
    store,
    clock,
    timers,
    inflight,
    rush: new Rush(),
    crashGuard: new CrashGuard(store, dataDir ? join(dataDir, 'in-hand') : undefined, () => clock.now()),
    ids: randomIds,
    services,
    identities,
    log,
    meter: new Meter(),
    dataDir,
    compileCacheDir: undefined,
    endpoint,
  };
  const modules = await parts(kernel);
  for (const { service } of modules) services.register(service);
  await kernel.crashGuard.open();
  for (const module of modules) await module.start?.();
  timers.start();
  for (const module of modules) module.resume?.();
  return {
    ...kernel,
    as: (service, action, input = {}) => services.callByName(service, action, input, identities.administrator()),
    stop: async () => {
      await timers.stop();
      for (const module of modules.toReversed()) await module.stop?.();
      kernel.crashGuard.close();
      await store.close();
    },
  };
};

/** Creates an empty temporary directory; remove it with `removeDirectory`. */
export const temporaryDirectory = (): string => mkdtempSync(join(tmpdir(), 'runtime-'));
export const removeDirectory = (path: string): void => rmSync(path, { recursive: true, force: true });
