import type { Home } from './aws/arn.ts';
import type { Clock } from './clock/clock.ts';
import type { Inflight } from './clock/inflight.ts';
import type { Timers } from './clock/timers.ts';
import type { Identities } from './identities.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';
import type { Meter } from './meter.ts';
import type { Services } from './services.ts';
import type { Store } from './store/store.ts';

/** What every part of the runtime is given: storage, time, ids, and the one door to the other services. */
export interface Kernel {
  readonly home: Home;
  readonly store: Store;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly inflight: Inflight;
  readonly ids: Ids;
  readonly services: Services;
  readonly identities: Identities;
  readonly log: Log;
  readonly meter: Meter;
  /** Where libraries with files of their own keep them; undefined when everything is in memory. */
  readonly dataDir: string | undefined;
  /** Where functions' compiled code is kept beyond this run; undefined keeps it with their code. */
  readonly compileCacheDir: string | undefined;
  /** The gateway's address as clients use it, e.g. `http://127.0.0.1:4566`; known before any part starts. */
  endpoint(): string;
}

/** What deploying takes of it: the services may be those behind another endpoint. */
export type DeployingKernel = Pick<Kernel, 'home' | 'store' | 'identities' | 'endpoint'> & {
  readonly services: Pick<Services, 'call'>;
};
