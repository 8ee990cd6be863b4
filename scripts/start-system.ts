// Runs the system locally: synthesizes the CDK app if its inputs have changed, and starts the runtime.
import { type Given, type Plan, type ProgramOptions, runProgram } from 'one-machine';
import { COMPILED } from './compiled.js';
import { serveConsole } from './serve-console.ts';
import { assemblyFor, type Context, LOCAL_CONTEXT, parseContext } from './synth.ts';
import { welcome } from './welcome.ts';

const DEFAULT_PORT = 4566;
const DEFAULT_CONSOLE_PORT = 4567;

const USAGE = `Usage: npm start -- [options]

Runs the whole system on this machine, behind the AWS wire protocols. State is kept in .local.
`;

const OPTIONS: ProgramOptions = {
  'console-port': {
    argument: 'N',
    help: `port of the console (default ${DEFAULT_CONSOLE_PORT}, a free one with another --port)`,
  },
  context: {
    argument: 'KEY=VALUE',
    short: 'c',
    multiple: true,
    help: 'CDK context, e.g. reviewWorker=off if your own consumer reads the review queue',
  },
  samples: { help: 'also run the systems in samples/ (--context samples=on)' },
  assembly: {
    argument: 'DIR',
    help: "run another CDK app's cdk.out instead, without the console; its state is kept in .one-machine beside it",
  },
};

/**
 * Port of the console. If the system does not use the default port, the console uses a free port, so that several
 * systems can run at the same time.
 */
const consolePort = ({ shared, port }: Given): number =>
  port('console-port') ?? (shared.port === DEFAULT_PORT ? DEFAULT_CONSOLE_PORT : 0);

const contextOf = ({ texts, flag, refuse }: Given): Context => {
  try {
    return { ...LOCAL_CONTEXT, ...(flag('samples') && { samples: 'on' }), ...parseContext(texts('context')) };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
};

const announceSynthesis = (): void => {
  process.stdout.write('Synthesizing the CDK app (the first time, and after a change of its sources; 10 to 60 s) …\n');
};

const synthesized = async (context: Context): Promise<string> => {
  try {
    return await assemblyFor(context, announceSynthesis);
  } catch (error) {
    if (!(error instanceof Error && 'stderr' in error)) throw error;
    throw new Error(`The CDK app could not be synthesized:\n${String(error.stderr).trimEnd()}`);
  }
};

/** Reports that the console could not be built. The runtime keeps running without the console. */
const consoleFailed = (error: { readonly stderr?: string }): void => {
  process.stderr.write(`The console could not be built:\n${error.stderr ?? String(error)}\n`);
};

const plan = async (given: Given): Promise<Plan> => {
  const another = given.text('assembly');
  if (another !== undefined) return { assembly: another };
  const context = contextOf(given);
  const pages = await serveConsole(consolePort(given));
  return {
    assembly: await synthesized(context),
    dataDir: '.local',
    parameters: { ConsoleOrigin: pages.url },
    compileCacheDir: COMPILED,
    welcome: (started) => welcome(started, pages.url, context.prefix),
    opened: (started) => void pages.open(started).catch(consoleFailed),
    close: () => pages.close(),
  };
};

/** Starts the system with the options of the command line; ends the process if it cannot start. */
export const startSystem = (): Promise<void> =>
  runProgram({ name: 'npm start --', usage: USAGE, options: OPTIONS, plan }, process.argv.slice(2));
