import { join } from 'node:path';
import { Inflight } from './clock/inflight.ts';
import { Timers } from './clock/timers.ts';
import { CrashGuard } from './crash-guard.ts';
import { Identities } from './identities.ts';
import type { Kernel } from './kernel.ts';
import { Meter } from './meter.ts';
import { Rush } from './polling/rush.ts';
import { Services } from './services.ts';

type Given = Pick<Kernel, 'home' | 'store' | 'clock' | 'ids' | 'log' | 'dataDir' | 'compileCacheDir' | 'endpoint'>;

/** Creates a kernel with timers, calls, identities and counters of its own. Its timers are not started. */
export const createKernel = (given: Given): Kernel => {
  const { home, store, clock, ids, log, dataDir } = given;
  const inflight = new Inflight();
  return {
    ...given,
    timers: new Timers(store, clock, inflight, log),
    inflight,
    rush: new Rush(),
    crashGuard: new CrashGuard(store, dataDir ? join(dataDir, 'in-hand') : undefined, () => clock.now()),
    services: new Services(() => ids.uuid()),
    identities: new Identities(ids, home.accountId),
    meter: new Meter(),
  };
};
