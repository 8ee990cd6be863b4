import type { Home } from './aws/arn.ts';
import type { Clock } from './clock/clock.ts';
import type { Inflight } from './clock/inflight.ts';
import type { Timers } from './clock/timers.ts';
import type { CrashGuard } from './crash-guard.ts';
import type { Identities } from './identities.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { Meter } from './meter.ts';
import type { Rush } from './polling/rush.ts';
import type { Services } from './services.ts';
import type { Store } from './store/store.ts';

/** Shared infrastructure of all services: storage, time, ids, identities and calls to other services. */
export interface Kernel {
  readonly home: Home;
  readonly store: Store;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly inflight: Inflight;
  readonly rush: Rush;
  readonly crashGuard: CrashGuard;
  readonly ids: Ids;
  readonly services: Services;
  readonly identities: Identities;
  readonly log: Log;
  readonly meter: Meter;
  /** Data directory for files besides the store; undefined if all state is in memory. */
  readonly dataDir: string | undefined;
  /**
   * Directory of V8's compile cache for functions, which is kept between runs. Undefined: the cache is beside the
   * functions' code.
   */
  readonly compileCacheDir: string | undefined;
  /** Address of the gateway, e.g. `http://127.0.0.1:4566`; known before any service starts. */
  endpoint(): string;
}

/** The part of the kernel that a deployment uses. `services` can also call the services of another endpoint. */
export type DeployingKernel = Pick<Kernel, 'home' | 'store' | 'identities' | 'endpoint'> & {
  readonly services: Pick<Services, 'call'>;
};
