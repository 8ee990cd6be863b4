import { createKernel } from '../core/create-kernel.ts';
import type { Kernel } from '../core/kernel.ts';
import type { Log } from '../core/log.ts';
import { createMail } from '../core/mail/mailbox.ts';
import type { IamMode } from '../services/iam/authorize/authorizer.ts';
import type { Assembly } from '../template/assembly.ts';
import type { Checked } from '../template/deployer.ts';
import { createServices } from './runtime-services.ts';

interface Rehearsal {
  readonly assembly: Assembly;
  readonly parameters: { readonly [name: string]: string };
  readonly iam: IamMode | undefined;
}

/**
 * Deploys an assembly into services of its own, whose writes are undone afterwards. So everything that a service refuses
 * is found before anything is created, in the state in which the deployment will find it. These services have no files,
 * and their timers never start. Throws TemplateProblemsError.
 */
export const rehearse = (kernel: Kernel, { assembly, parameters, iam }: Rehearsal): Promise<Checked> =>
  kernel.store.rehearse(async (store) => {
    const own = createKernel({ ...kernel, store, log: SILENT, dataDir: undefined });
    const { deployer, modules } = createServices(own, createMail(own, NO_SMTP), { iam });
    try {
      return await deployer.rehearse(assembly, { parameters });
    } finally {
      for (const module of modules.toReversed()) await module.stop?.();
    }
  });

const NO_SMTP = '';
const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };
