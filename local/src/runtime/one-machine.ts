/// <reference lib="esnext.disposable" preserve="true" />
import type { Log } from '../core/log.ts';
import type { Deployment } from '../template/deployment.ts';
import { type Runtime, startRuntime } from './runtime.ts';

/** What to run, and how. Without any option the runtime is empty, in memory and on a free port. */
export interface StartOptions {
  /** The directory that `cdk synth` wrote, e.g. `cdk.out`. */
  readonly assembly?: string;
  /** Values of the parameters that templates declare. */
  readonly parameters?: { readonly [name: string]: string };
  /** Where state is kept over restarts; without it everything is in memory. */
  readonly dataDir?: string;
  /** Where AWS clients connect, on 127.0.0.1; 0, the default, takes a free port. */
  readonly port?: number;
  /** Whether a call that no policy allows is denied, as on AWS (`enforce`, the default), or only logged (`warn`). */
  readonly iam?: 'enforce' | 'warn';
  /**
   * Environment variables of functions, over those of the template: `KEY` for every function, `FUNCTION:KEY` for one, by
   * its name or its logical id.
   */
  readonly functionsEnv?: { readonly [name: string]: string };
  /** Where the runtime logs; standard error by default. */
  readonly log?: Log;
}

/** A length of time; the members are added up. */
export interface TimeSpan {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** The one clock that waits, timeouts, schedules and functions follow. */
export interface RuntimeClock {
  now(): Date;
  /**
   * Moves the clock forward, firing every timer on the way at its own time and in order; resolves when all that followed
   * has settled. Throws RangeError for a negative length.
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

/** What points a client of the AWS SDK for JavaScript at the runtime: `new SQSClient(aws.clientConfig)`. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A running assembly. `await using aws = await start(…)` stops it at the end of the block. */
export interface OneMachine extends AsyncDisposable {
  /** Where AWS clients connect, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly clientConfig: ClientConfig;
  readonly clock: RuntimeClock;
  /** What was deployed; undefined without an assembly. */
  readonly deployment: Deployment | undefined;
  /** Outputs of all stacks by name. */
  readonly outputs: { readonly [name: string]: string };
  /**
   * Resolves when nothing is in flight: no invocation, delivery or step of a state machine runs. What waits for a time in
   * the future does not count, nor does a request of a client.
   */
  settled(): Promise<void>;
  /** Every mail that was sent, newest last. */
  mail(): readonly SentMail[];
  /** Deletes all state and deploys the assembly again, on the same endpoint. */
  reset(): Promise<void>;
  /** Finishes what is in flight, then closes the endpoint and all files. Stopping again does nothing. */
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
 * Starts the runtime in this process and deploys the assembly. Rejects when the assembly cannot be read, when it asks for
 * something that is not supported (the message names each), or when the port is taken.
 */
export const start = async ({ port = 0, ...options }: StartOptions = {}): Promise<OneMachine> =>
  oneMachine(await startRuntime({ port, ...options }));

const milliseconds = ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: TimeSpan): number => {
  const ms = 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)));
  if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`The clock only moves forward, given ${ms / 1000} s.`);
  return ms;
};

/** Advancing by nothing fires what is due and waits for what is in flight; that may begin something more. */
const settled = async ({ kernel: { timers, inflight } }: Runtime): Promise<void> => {
  do await timers.advance(0);
  while (inflight.count() > 0);
};
