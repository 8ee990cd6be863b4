// The system on this machine: synthesizes the CDK app when its inputs have changed, and runs it.
import { relative } from 'node:path';
import { collectAtRest } from '../local/src/core/collect-at-rest.ts';
import { parseStartOptions, type StartOptions, USAGE, UsageError } from '../local/src/runtime/command-line.ts';
import { type Runtime, startRuntime } from '../local/src/runtime/runtime.ts';
import { COMPILED } from './compiled.js';
import { type ConsoleServer, serveConsole } from './serve-console.ts';
import { assemblyFor, LOCAL_CONTEXT, parseContext } from './synth.ts';
import { welcome } from './welcome.ts';

const SAMPLES_USAGE = `  --samples             the systems in samples/, too (--context samples=on)\n`;
const FAILED = 1;
const USAGE_FAILED = 2;

const fail = (code: number, message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

const explain = (error: unknown): string => {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error)
    return taken(error.port);
  if (error instanceof Error && 'stderr' in error) return `The CDK app could not be synthesized:\n${error.stderr}`;
  return error instanceof Error ? error.message : String(error);
};

const taken = (port: unknown): string =>
  `Port ${port} is taken. Stop what listens there, or choose others: npm start -- --port ${Number(port) + 10} --console-port ${Number(port) + 11}`;

/** `--samples` is one of the app's choices, and the runtime knows nothing of it. */
const argumentsOf = (given: readonly string[]): readonly string[] =>
  given.flatMap((argument) => (argument === '--samples' ? ['--context', 'samples=on'] : [argument]));

const readOptions = (): StartOptions => {
  try {
    return parseStartOptions(argumentsOf(process.argv.slice(2)));
  } catch (error) {
    if (error instanceof UsageError) return fail(USAGE_FAILED, `${error.message}\n\n${USAGE}`);
    throw error;
  }
};

const stopOnSignal = (runtime: Runtime, pages: ConsoleServer): void => {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(FAILED);
    stopping = true;
    process.stdout.write('\nStopping: finishing what is in hand (once more to stop at once)\n');
    Promise.all([runtime.stop(), pages.close()]).then(
      () => process.exit(0),
      (error: unknown) => fail(FAILED, `Stopping failed: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

/** Everything else works without its pages. */
const consoleFailed = (error: { readonly stderr?: string }): void => {
  process.stderr.write(`The console could not be built:\n${error.stderr ?? String(error)}\n`);
};

/** Starts the system as the command line says, and ends the process when that cannot be. */
export const startSystem = async (): Promise<void> => {
  const start = performance.now();
  const options = readOptions();
  if (options.help) return void process.stdout.write(`${USAGE}${SAMPLES_USAGE}`);
  try {
    const pages = await serveConsole(options.consolePort);
    const assembly = await assemblyFor({ ...LOCAL_CONTEXT, ...parseContext(options.context) });
    const { port, dataDir, iam } = options;
    const parameters = { ConsoleOrigin: pages.url };
    const runtime = await startRuntime({
      port,
      assembly,
      parameters,
      iam,
      compileCacheDir: COMPILED,
      warm: true,
      ...(dataDir && { dataDir }),
    });
    collectAtRest();
    stopOnSignal(runtime, pages);
    const seconds = (performance.now() - start) / 1000;
    const facts = { seconds, dataDir: dataDir && relative(process.cwd(), dataDir), consoleUrl: pages.url };
    process.stdout.write(welcome(runtime, facts));
    pages.open(runtime.endpoint, runtime.deployment).catch(consoleFailed);
  } catch (error) {
    fail(FAILED, explain(error));
  }
};
