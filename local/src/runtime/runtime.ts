import { join } from 'node:path';
import { createChangesHandler } from '../control-api/changes.ts';
import { ClockMoves, createClockProgressHandler } from '../control-api/clock-moves.ts';
import { createControlApi } from '../control-api/control-api.ts';
import type { Home } from '../core/aws/arn.ts';
import { Clock } from '../core/clock/clock.ts';
import { createKernel } from '../core/create-kernel.ts';
import { randomIds } from '../core/ids.ts';
import type { Kernel } from '../core/kernel.ts';
import { type Log, standardErrorLog } from '../core/log.ts';
import { createMail, type Mail } from '../core/mail/mailbox.ts';
import type { StoreBrokenError, StoreUnavailableError } from '../core/store/errors.ts';
import { releasePages } from '../core/store/release-pages.ts';
import { Store } from '../core/store/store.ts';
import { Gateway } from '../gateway/gateway.ts';
import type { IamMode } from '../services/iam/authorize/authorizer.ts';
import { type Assembly, loadAssembly } from '../template/assembly.ts';
import type { Deployment } from '../template/deployment.ts';
import { emptyDirectory, prepareDataDirectory } from './data-directory.ts';
import { withFunctionsEnv } from './functions-env.ts';
import { rehearse } from './rehearse.ts';
import { createServices, type RuntimeServices } from './runtime-services.ts';
import { putSsmParameters } from './ssm-parameters.ts';

const HOME: Home = { region: 'us-east-1', accountId: '000000000000' };

export interface RuntimeOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Data directory; undefined keeps all state in memory. */
  readonly dataDir?: string;
  /**
   * Directory of the functions' compile cache, which is kept between runs. Undefined: a directory inside the data
   * directory.
   */
  readonly compileCacheDir?: string;
  /** A CDK cloud assembly to deploy, e.g. `cdk.out`; undefined starts with nothing deployed. */
  readonly assembly?: string;
  /** Values of the templates' parameters. */
  readonly parameters?: { readonly [name: string]: string };
  /** Parameters that are put before the deployment, as `putSsmParameters` reads them. */
  readonly ssmParameters?: { readonly [name: string]: string };
  /** Environment variables of functions, as `withFunctionsEnv` reads them. */
  readonly functionsEnv?: { readonly [name: string]: string };
  /** Whether calls that no policy allows are denied (the default) or only reported. */
  readonly iam?: IamMode;
  /**
   * Starts execution environments for the functions that state machines call while the runtime starts, so that the
   * first execution is not delayed by cold starts.
   */
  readonly warm?: boolean;
  readonly log?: Log;
  /** PutEvents throttles entries of clients while this many deliveries wait; 100,000 by default. */
  readonly maxUndelivered?: number;
  /** Opens a data directory even if it has lost data; the remaining data is kept. */
  readonly acceptLoss?: boolean;
  /** Called if a flush to the disk failed; the process should end. The default logs the error. */
  readonly onBroken?: (error: StoreBrokenError) => void;
}

export interface Runtime {
  readonly endpoint: string;
  readonly deployment: Deployment | undefined;
  readonly kernel: Kernel;
  /** All mails in the local mailbox, newest last. */
  mail(): readonly Mail[];
  /** Deletes all state and deploys the assembly again. Keeps the endpoint; replaces `kernel` and `deployment`. */
  reset(): Promise<void>;
  /** Waits for work in flight and closes every file. */
  stop(): Promise<void>;
}

const reportAvailability = (log: Log, reason: StoreUnavailableError | undefined): void =>
  reason ? log.error(reason.message) : log.info('The runtime can store data again. Work in progress continues.');

const openKernel = (options: RuntimeOptions, endpoint: string): Kernel => {
  const { dataDir, compileCacheDir, log = standardErrorLog, onBroken = (error) => log.error(error.message) } = options;
  const store = new Store(dataDir ? join(dataDir, 'runtime.sqlite') : ':memory:', {
    acceptLoss: options.acceptLoss === true,
    onAvailability: (reason) => reportAvailability(log, reason),
    onBroken: (error) => {
      // The disk is the cause of the end that follows, not the work in progress.
      kernel.crashGuard.close();
      onBroken(error);
    },
  });
  const kernel = createKernel({
    home: HOME,
    store,
    clock: new Clock(store),
    ids: randomIds,
    log,
    dataDir,
    compileCacheDir,
    endpoint: () => endpoint,
  });
  return kernel;
};

const stopServices = async ({ kernel, modules }: RuntimeServices): Promise<void> => {
  kernel.store.stopWaiting();
  await kernel.timers.stop();
  for (const module of modules.toReversed()) await module.stop?.();
  kernel.crashGuard.close();
  await kernel.store.close();
};

const assemblyOf = ({ assembly, functionsEnv = {} }: RuntimeOptions): Assembly | undefined =>
  assembly === undefined ? undefined : withFunctionsEnv(loadAssembly(assembly), functionsEnv);

/**
 * Returns a function that starts the timers and continues unfinished work when it is called for the first time: at the
 * end of the deployment, or earlier if the deployment waits for a custom resource, whose provider can need them.
 */
const createResume = ({ kernel, modules }: RuntimeServices): (() => void) => {
  let isRunning = false;
  return () => {
    if (isRunning) return;
    isRunning = true;
    kernel.timers.start();
    for (const module of modules) module.resume?.();
  };
};

/**
 * Starts the runtime: opens the store, resumes unfinished work, deploys the assembly and opens the gateway. Rejects if the
 * port is in use, if the store cannot be opened, or if the template needs something unsupported.
 */
export const startRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const gateway = new Gateway();
  const endpoint = `http://127.0.0.1:${await gateway.listen(options.port)}`;
  let running: { services: RuntimeServices; deployment: Deployment | undefined };

  const begin = async () => {
    if (options.dataDir) prepareDataDirectory(options.dataDir);
    const kernel = openKernel(options, endpoint);
    releasePages(kernel);
    const services = createServices(kernel, createMail(kernel), options);
    try {
      await services.kernel.crashGuard.open();
      for (const module of services.modules) await module.start?.();
      await putSsmParameters(services.kernel, options.ssmParameters ?? {});
      const { parameters = {}, iam } = options;
      const assembly = assemblyOf(options);
      const checked = assembly && (await rehearse(kernel, { assembly, parameters, iam }));
      if (options.warm) services.warm();
      const resume = createResume(services);
      gateway.connectEarly(services.kernel, [services.signalHandler]);
      const deployment =
        assembly && (await services.deployer.deploy(assembly, { parameters, checked, beforeRequest: resume }));
      const moves = new ClockMoves(services.kernel);
      gateway.connect(services.kernel, [
        createChangesHandler(services.kernel.services),
        createClockProgressHandler(moves),
        createControlApi({ ...services, moves, reset }),
        ...services.pathHandlers,
      ]);
      resume();
      if (options.warm) services.warm();
      return { services, deployment };
    } catch (error) {
      gateway.disconnect();
      await stopServices(services);
      throw error;
    }
  };

  const end = async () => {
    gateway.disconnect();
    await stopServices(running.services);
  };

  const reset = async () => {
    await end();
    if (options.dataDir) emptyDirectory(options.dataDir);
    running = await begin();
  };

  try {
    running = await begin();
  } catch (error) {
    await gateway.close();
    throw error;
  }
  return {
    endpoint,
    get deployment() {
      return running.deployment;
    },
    get kernel() {
      return running.services.kernel;
    },
    mail: () => running.services.mailbox.list(),
    reset,
    stop: async () => {
      await end();
      await gateway.close();
    },
  };
};
