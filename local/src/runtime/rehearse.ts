import { Inflight } from '../core/clock/inflight.ts';
import { Timers } from '../core/clock/timers.ts';
import { CrashGuard } from '../core/crash-guard.ts';
import { Identities } from '../core/identities.ts';
import type { Kernel } from '../core/kernel.ts';
import type { Log } from '../core/log.ts';
import { createMail } from '../core/mail/mailbox.ts';
import { Meter } from '../core/meter.ts';
import { Services } from '../core/services.ts';
import type { Store } from '../core/store/store.ts';
import type { IamMode } from '../services/iam/authorize/authorizer.ts';
import type { Assembly } from '../template/assembly.ts';
import { createServices } from './runtime-services.ts';

interface Rehearsal {
  readonly assembly: Assembly;
  readonly parameters: { readonly [name: string]: string };
  readonly iam: IamMode | undefined;
}

/**
 * Deploys an assembly into services of its own, whose writes are undone afterwards. So everything that a service refuses
 * is found before anything is created, in the state in which the deployment will find it. Throws TemplateProblemsError.
 */
export const rehearse = (kernel: Kernel, { assembly, parameters, iam }: Rehearsal): Promise<void> =>
  kernel.store.rehearse(async (store) => {
    const own = kernelOf(kernel, store);
    const { deployer, modules } = createServices(own, createMail(own, NO_SMTP), { iam });
    try {
      await deployer.rehearse(assembly, { parameters });
    } finally {
      for (const module of modules.toReversed()) await module.stop?.();
    }
  });

const NO_SMTP = '';
const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A kernel that shares clock and ids, and has no files. Its timers never start. */
const kernelOf = (kernel: Kernel, store: Store): Kernel => {
  const { clock, ids, home } = kernel;
  const inflight = new Inflight();
  return {
    ...kernel,
    store,
    timers: new Timers(store, clock, inflight, SILENT),
    inflight,
    crashGuard: new CrashGuard(store, undefined, () => clock.now()),
    services: new Services(() => ids.uuid()),
    identities: new Identities(ids, home.accountId),
    log: SILENT,
    meter: new Meter(),
    dataDir: undefined,
  };
};
