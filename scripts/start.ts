// `npm start`: synthesizes the CDK app when its inputs have changed, and runs it on this machine.
import { relative } from 'node:path';
import { parseStartOptions, type StartOptions, USAGE, UsageError } from '../local/command-line.ts';
import { type Runtime, startRuntime } from '../local/runtime.ts';
import { assemblyFor, parseContext } from './synth.ts';
import { welcome } from './welcome.ts';

/** Mail goes to the runtime's own mailbox, whatever the address; `--context notificationEmail=…` names another. */
const LOCAL_CONTEXT = { notificationEmail: 'operator@example.com' };
const FAILED = 1;
const USAGE_FAILED = 2;

const fail = (code: number, message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

const explain = (error: unknown, { port }: StartOptions): string => {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is taken. Stop what listens there, or choose another: npm start -- --port ${port + 1}`;
  if (error instanceof Error && 'stderr' in error) return `The CDK app could not be synthesized:\n${error.stderr}`;
  return error instanceof Error ? error.message : String(error);
};

const readOptions = (): StartOptions => {
  try {
    return parseStartOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError) return fail(USAGE_FAILED, `${error.message}\n\n${USAGE}`);
    throw error;
  }
};

const stopOnSignal = (runtime: Runtime): void => {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(FAILED);
    stopping = true;
    process.stdout.write('\nStopping: finishing what is in hand (once more to stop at once)\n');
    runtime.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(FAILED, `Stopping failed: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

const main = async (): Promise<void> => {
  const start = performance.now();
  const options = readOptions();
  if (options.help) return void process.stdout.write(USAGE);
  try {
    const assembly = await assemblyFor({ ...LOCAL_CONTEXT, ...parseContext(options.context) });
    const { port, dataDir, iam } = options;
    const runtime = await startRuntime({ port, assembly, iam, ...(dataDir && { dataDir }) });
    stopOnSignal(runtime);
    const seconds = (performance.now() - start) / 1000;
    if (options.consolePort !== undefined)
      process.stdout.write('There is no reviewer console in this version: --console-port has no effect.\n');
    process.stdout.write(welcome(runtime, { seconds, dataDir: dataDir && relative(process.cwd(), dataDir) }));
  } catch (error) {
    fail(FAILED, explain(error, options));
  }
};

await main();
