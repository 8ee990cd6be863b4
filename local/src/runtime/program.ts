import { relative } from 'node:path';
import { collectAtRest } from '../core/collect-at-rest.ts';
import { checkAssembly } from '../template/assembly.ts';
import { type Given, optionsHelp, type ProgramOptions, readCommandLine, UsageError } from './command-line.ts';
import { dataDirectoryBeside } from './data-directory.ts';
import type { Runtime } from './runtime.ts';
import type { Started } from './started.ts';
import { VERSION } from './version.ts';
import { summaryOf, welcome } from './welcome.ts';

/** A program with a command line that runs an assembly until it is stopped. */
export interface Program {
  /** Command that starts the program, e.g. `npm start --`; used in error messages. */
  readonly name: string;
  /** Text of the help above the list of options. */
  readonly usage: string;
  /** The program's own options, in addition to the shared ones. */
  readonly options?: ProgramOptions;
  /** Whether the program accepts positional arguments. */
  readonly takesArguments?: boolean;
  /** Returns what to run for the given command line. */
  plan(given: Given): Plan | Promise<Plan>;
}

export interface Plan {
  /** The directory of the assembly. */
  readonly assembly: string;
  /** Data directory if the command line gives none; `.one-machine` beside the assembly by default. */
  readonly dataDir?: string;
  /** Values of template parameters; the command line overrides them. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Directory of the functions' compile cache; in the data directory by default. */
  readonly compileCacheDir?: string;
  /** Returns the text that is printed once the runtime serves. The default text suits any assembly. */
  welcome?(started: Started): string;
  /** Called after that text is printed. */
  opened?(started: Started): void;
  /** Called when the program stops, concurrently with the stop of the runtime. */
  close?(): Promise<void>;
}

const FAILED = 1;
const USAGE_FAILED = 2;

/**
 * Runs a program until SIGINT or SIGTERM, then waits for work in flight and ends the process with 0; a second signal ends
 * it immediately with 1. The process ends with 2 for an invalid command line and with 1 for any other failure, with the
 * reason on standard error.
 */
export const runProgram = async (program: Program, args: readonly string[]): Promise<void> => {
  try {
    const given = readCommandLine(args, program.options, program.takesArguments);
    if (given.help) process.stdout.write(`${program.usage}\n${optionsHelp(program.options)}\n`);
    else if (given.version) process.stdout.write(`${VERSION}\n`);
    else await serve(await program.plan(given), given);
  } catch (error) {
    if (error instanceof UsageError) fail(USAGE_FAILED, `${error.message} Help: ${program.name} --help`);
    else fail(FAILED, explain(error, program));
  }
};

const serve = async (plan: Plan, { shared }: Given): Promise<void> => {
  const { assembly, compileCacheDir } = plan;
  const { port, iam, functionsEnv, ssmParameters, isDetailed, acceptLoss, maxUndelivered } = shared;
  const dataDir = shared.isEphemeral ? undefined : (shared.dataDir ?? plan.dataDir ?? dataDirectoryBeside(assembly));
  if (dataDir !== undefined && (shared.backup ?? shared.restore) !== undefined) return keep(dataDir, shared);
  checkAssembly(assembly);
  // Loaded only here, so that the help and usage errors are printed without loading the runtime.
  const { startRuntime } = await import('./runtime.ts');
  const runtime = await startRuntime({
    port,
    assembly,
    iam,
    functionsEnv,
    ssmParameters,
    parameters: { ...plan.parameters, ...shared.parameters },
    warm: true,
    acceptLoss,
    ...(maxUndelivered !== undefined && { maxUndelivered }),
    onBroken: (error) => fail(FAILED, error.message),
    ...(dataDir !== undefined && { dataDir }),
    ...(compileCacheDir !== undefined && { compileCacheDir }),
  });
  collectAtRest();
  stopOnSignal(runtime, plan);
  const { endpoint, deployment } = runtime;
  const state = dataDir === undefined ? undefined : relative(process.cwd(), dataDir) || '.';
  const summary = summaryOf(deployment, { dataDir: state, isDetailed, aheadMs: runtime.kernel.clock.offsetMs() });
  const started = { assembly, endpoint, deployment, seconds: performance.now() / 1000, summary };
  process.stdout.write(plan.welcome?.(started) ?? welcome(started));
  plan.opened?.(started);
};

/** Backs up or restores the data directory and prints the result. */
const keep = async (dataDir: string, { backup, restore, port }: Given['shared']): Promise<void> => {
  const { backUpDirectory, restoreDirectory } = await import('./backups.ts');
  if (backup !== undefined) {
    const { file, bytes } = await backUpDirectory(dataDir, backup, port);
    process.stdout.write(`Backed up ${dataDir} to ${file} (${(bytes / 1e6).toFixed(1)} MB).\n`);
  } else if (restore !== undefined) {
    const { kept } = restoreDirectory(restore, dataDir);
    process.stdout.write(
      `Restored ${dataDir} from ${restore}.${kept === undefined ? '' : ` The former content is in ${kept}.`}\n`,
    );
  }
};

const stopOnSignal = (runtime: Runtime, plan: Plan): void => {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(FAILED);
    stopping = true;
    process.stdout.write('\nStopping: waiting for work in flight (press Ctrl-C again to stop immediately)\n');
    Promise.all([runtime.stop(), plan.close?.()]).then(
      () => process.exit(0),
      (error: unknown) => fail(FAILED, `Stopping failed: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const fail = (code: number, message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

const explain = (error: unknown, { name }: Program): string => {
  if (!(error instanceof Error)) return String(error);
  const isTaken = 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
  return isTaken
    ? `Port ${error.port} is in use. Stop the process that listens there, or choose another port: ${name} --port 0 takes a free one.`
    : error.message;
};
