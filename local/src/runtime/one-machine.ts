/// <reference lib="esnext.disposable" preserve="true" />
import type { Log } from '../core/log.ts';
import type { Deployment } from '../template/deployment.ts';
import { type Runtime, startRuntime } from './runtime.ts';

/** Options of `start`. Without options the runtime deploys nothing, keeps state in memory and listens on a free port. */
export interface StartOptions {
  /** The directory that `cdk synth` wrote, e.g. `cdk.out`. */
  readonly assembly?: string;
  /** Values of the parameters that templates declare. */
  readonly parameters?: { readonly [name: string]: string };
  /**
   * Parameters of Parameter Store that are put before the deployment: `NAME`, or `TYPE:NAME` for a type other than String,
   * e.g. `StringList:/shop/colours`.
   */
  readonly ssmParameters?: { readonly [name: string]: string };
  /** Directory that keeps state across restarts. Without it, state is in memory and is lost at the end. */
  readonly dataDir?: string;
  /** Port for AWS clients, on 127.0.0.1; 0, the default, takes a free port. */
  readonly port?: number;
  /** Whether a call that no policy allows is denied, as on AWS (`enforce`, the default), or only logged (`warn`). */
  readonly iam?: 'enforce' | 'warn';
  /**
   * Environment variables of functions, which override the template's: `KEY` for every function, `FUNCTION:KEY` for one,
   * by its name or its logical id.
   */
  readonly functionsEnv?: { readonly [name: string]: string };
  /** Log of the runtime; standard error by default. */
  readonly log?: Log;
}

/** A duration: the sum of its members. */
export interface TimeSpan {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** The runtime's clock. Waits, timeouts, schedules and functions use it. */
export interface RuntimeClock {
  now(): Date;
  /**
   * Moves the clock forward. Each timer that is due in this time fires at its due time, in order. Resolves when all
   * resulting work has ended. Rejects with RangeError for a negative duration.
   */
  advance(span: TimeSpan): Promise<void>;
}

/** A mail in the local mailbox. */
export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** ISO 8601, by the runtime's clock. */
  readonly sentAt: string;
}

/** Configuration of AWS SDK for JavaScript clients that connect to the runtime: `new SQSClient(aws.clientConfig)`. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A running assembly. `await using aws = await start(…)` stops it at the end of the block. */
export interface OneMachine extends AsyncDisposable {
  /** URL for AWS clients, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly clientConfig: ClientConfig;
  readonly clock: RuntimeClock;
  /** Result of the deployment; undefined without an assembly. */
  readonly deployment: Deployment | undefined;
  /** Outputs of all stacks by name. */
  readonly outputs: { readonly [name: string]: string };
  /**
   * Resolves when nothing is in flight: no invocation, delivery or step of a state machine runs. Pending timers and
   * client requests do not count.
   */
  settled(): Promise<void>;
  /** All mails in the local mailbox, newest last. */
  mail(): readonly SentMail[];
  /** Deletes all state and deploys the assembly again, on the same endpoint. */
  reset(): Promise<void>;
  /** Waits for work in flight, then closes the endpoint and all files. Further calls do nothing. */
  stop(): Promise<void>;
}

const KEYS = { accessKeyId: 'test', secretAccessKey: 'test' };

const oneMachine = (runtime: Runtime): OneMachine => {
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= runtime.stop();
    return stopped;
  };
  return {
    endpoint: runtime.endpoint,
    clientConfig: { endpoint: runtime.endpoint, region: runtime.kernel.home.region, credentials: KEYS },
    clock: {
      now: () => new Date(runtime.kernel.clock.now()),
      advance: async (span) => runtime.kernel.timers.advance(milliseconds(span)),
    },
    get deployment() {
      return runtime.deployment;
    },
    get outputs() {
      return Object.fromEntries((runtime.deployment?.outputs ?? []).map(({ name, value }) => [name, value]));
    },
    settled: () => settled(runtime),
    mail: () => runtime.mail(),
    reset: () => runtime.reset(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
};

/**
 * Starts the runtime in this process and deploys the assembly. Rejects if the assembly cannot be read, if it needs
 * something unsupported (the message names each), or if the port is in use.
 */
export const start = async ({ port = 0, ...options }: StartOptions = {}): Promise<OneMachine> =>
  oneMachine(await startRuntime({ port, ...options }));

const milliseconds = ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: TimeSpan): number => {
  const ms = 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)));
  if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`The clock only moves forward, given ${ms / 1000} s.`);
  return ms;
};

/**
 * Advancing the clock by 0 fires due timers and waits for work in flight. This repeats, because that work may start
 * more.
 */
const settled = async ({ kernel: { timers, inflight } }: Runtime): Promise<void> => {
  do await timers.advance(0);
  while (inflight.count() > 0);
};
