import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../local/src/core/clock/clock.ts';
import { createKernel } from '../../local/src/core/create-kernel.ts';
import { randomIds } from '../../local/src/core/ids.ts';
import type { Kernel } from '../../local/src/core/kernel.ts';
import type { Log } from '../../local/src/core/log.ts';
import type { ServiceModule } from '../../local/src/core/service.ts';
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
  const { dataDir, log = quiet } = options;
  const store = new Store(dataDir ? join(dataDir, 'runtime.sqlite') : ':memory:');
  const kernel = createKernel({
    home: HOME,
    store,
    clock: new Clock(store),
    ids: randomIds,
    log,
    dataDir,
    compileCacheDir: undefined,
    endpoint: () => 'http://127.0.0.1:4566',
  });
  const { timers, services, identities } = kernel;
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
