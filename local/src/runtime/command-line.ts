import { parseArgs } from 'node:util';
import type { IamMode } from '../services/iam/authorize/authorizer.ts';

/** What `npm start` was asked for. */
export interface StartOptions {
  readonly port: number;
  /** Where the console is served; 0 takes a free one. */
  readonly consolePort: number;
  /** Undefined: everything in memory. */
  readonly dataDir: string | undefined;
  readonly context: readonly string[];
  readonly iam: IamMode;
  readonly help: boolean;
}

export const DEFAULT_PORT = 4566;
export const DEFAULT_CONSOLE_PORT = 4567;

export const USAGE = `Usage: npm start -- [options]

Runs the whole system on this machine, behind the AWS wire protocols.

  --port N              where AWS clients connect            (default ${DEFAULT_PORT}; 0 takes a free one)
  --console-port N      where the console is for browsers    (default ${DEFAULT_CONSOLE_PORT}, a free one with another --port)
  --data-dir DIR        where state is kept over restarts    (default .local)
  --ephemeral           keep everything in memory instead
  --context KEY=VALUE   CDK context, e.g. reviewWorker=off leaves the review queue to a consumer of your own
  --iam MODE            enforce denies what no policy allows (default); warn only reports it
  --help                this text
`;

/** Thrown for a command line that cannot be followed; the message says why. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const readPort = (name: string, text: string): number => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError(`--${name} must be a number from 0 to 65535, given '${text}'.`);
  return Number(text);
};

const readIam = (text: string): IamMode => {
  if (text !== 'enforce' && text !== 'warn') throw new UsageError(`--iam must be enforce or warn, given '${text}'.`);
  return text;
};

/** Whoever takes another port than the usual one runs several at once: each gets a console of its own. */
const defaultConsolePort = (port: string): string => String(port === String(DEFAULT_PORT) ? DEFAULT_CONSOLE_PORT : 0);

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      'console-port': { type: 'string' },
      'data-dir': { type: 'string' },
      ephemeral: { type: 'boolean', default: false },
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      iam: { type: 'string', default: 'enforce' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;

/** Reads the arguments of `npm start`; throws UsageError. */
export const parseStartOptions = (args: readonly string[]): StartOptions => {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.ephemeral && values['data-dir']) throw new UsageError('--ephemeral and --data-dir exclude each other.');
  return {
    port: readPort('port', values.port),
    consolePort: readPort('console-port', values['console-port'] ?? defaultConsolePort(values.port)),
    dataDir: values.ephemeral ? undefined : (values['data-dir'] ?? '.local'),
    context: values.context,
    iam: readIam(values.iam),
    help: values.help,
  };
};
