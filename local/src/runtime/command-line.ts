import { parseArgs } from 'node:util';

/** A command-line option. */
export interface ProgramOption {
  /** Placeholder of the value in the help; undefined for a flag. */
  readonly argument?: string;
  /** Letter of the short form `-x`. */
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** Description in the help. */
  readonly help: string;
}

export type ProgramOptions = Readonly<Record<string, ProgramOption>>;

/** Options of every program that runs an assembly. */
export interface SharedOptions {
  readonly port: number;
  /** Undefined if not given: the program chooses the default. */
  readonly dataDir: string | undefined;
  readonly isEphemeral: boolean;
  readonly parameters: Readonly<Record<string, string>>;
  readonly ssmParameters: Readonly<Record<string, string>>;
  readonly functionsEnv: Readonly<Record<string, string>>;
  readonly iam: 'enforce' | 'warn';
  readonly isDetailed: boolean;
  /** Start with a data directory that has lost data. */
  readonly acceptLoss: boolean;
  /** Undefined: the runtime's default. */
  readonly maxUndelivered: number | undefined;
  /** Back up the data directory into this file, and end. */
  readonly backup: string | undefined;
  /** Replace the data directory by this backup, and end. */
  readonly restore: string | undefined;
}

/** A parsed command line. */
export interface Given {
  readonly shared: SharedOptions;
  readonly help: boolean;
  readonly version: boolean;
  /** Positional arguments, in order. */
  readonly rest: readonly string[];
  /** The value of one of the program's own options; undefined if not given. */
  text(option: string): string | undefined;
  /** All values of an option with `multiple`. */
  texts(option: string): readonly string[];
  flag(option: string): boolean;
  /** The value as a port (0 to 65535). Throws UsageError for other values. */
  port(option: string): number | undefined;
  /** Throws UsageError with the given reason. */
  refuse(why: string): never;
}

const DEFAULT_PORT = 4566;

const SHARED: ProgramOptions = {
  port: { argument: 'N', help: `where AWS clients connect (default ${DEFAULT_PORT}; 0 takes a free one)` },
  'data-dir': { argument: 'DIR', help: 'directory that keeps state across restarts' },
  ephemeral: { help: 'keep all state in memory instead' },
  parameters: { argument: 'NAME=VALUE', multiple: true, help: 'a parameter of a template; may be repeated' },
  'ssm-parameters': {
    argument: '[TYPE:]NAME=VALUE',
    multiple: true,
    help: 'a parameter of Parameter Store, put before the deployment; may be repeated',
  },
  'functions-env': {
    argument: '[FUNCTION:]KEY=VALUE',
    multiple: true,
    help: 'an environment variable of one function, or of all; may be repeated',
  },
  'max-undelivered': {
    argument: 'N',
    help: 'refuse events from outside while N deliveries wait (default 100000)',
  },
  backup: {
    argument: 'FILE',
    help: 'write everything in the data directory into one new file, also while it is in use',
  },
  restore: { argument: 'FILE', help: 'replace the data directory by a backup; the former one is kept beside it' },
  'accept-loss': { help: 'start even if files of the data directory are missing or cut, with what is left' },
  iam: { argument: 'MODE', help: 'enforce denies calls that no policy allows (default); warn only logs them' },
  details: { help: 'list every resource and property of the templates that is not run here' },
  help: { short: 'h', help: 'show this help' },
  version: { help: 'show the version' },
};

/** Thrown for an invalid command line; the message says why. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Parses a command line with the shared options and the program's own. Throws UsageError. */
export const readCommandLine = (
  args: readonly string[],
  own: ProgramOptions = {},
  takesRest: boolean = false,
): Given => {
  const { values, positionals } = parse(args, { ...SHARED, ...own }, takesRest);
  const text: Given['text'] = (option) => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const texts: Given['texts'] = (option) => [values[option]].flat().filter((value) => typeof value === 'string');
  const flag: Given['flag'] = (option) => values[option] === true;
  const port: Given['port'] = (option) => readPort(option, text(option));
  const dataDir = text('data-dir');
  const isEphemeral = flag('ephemeral');
  if (isEphemeral && dataDir !== undefined) throw new UsageError('--ephemeral and --data-dir exclude each other.');
  if (isEphemeral && (text('backup') ?? text('restore')) !== undefined)
    throw new UsageError('--backup and --restore need a data directory; --ephemeral has none.');
  const shared = {
    port: port('port') ?? DEFAULT_PORT,
    dataDir,
    isEphemeral,
    parameters: readPairs('parameters', texts('parameters')),
    ssmParameters: readPairs('ssm-parameters', texts('ssm-parameters')),
    functionsEnv: readPairs('functions-env', texts('functions-env')),
    iam: readIam(text('iam') ?? 'enforce'),
    isDetailed: flag('details'),
    acceptLoss: flag('accept-loss'),
    maxUndelivered: readCount('max-undelivered', text('max-undelivered')),
    backup: text('backup'),
    restore: text('restore'),
  };
  return { shared, help: flag('help'), version: flag('version'), rest: positionals, text, texts, flag, port, refuse };
};

const refuse = (why: string): never => {
  throw new UsageError(why);
};

const parse = (args: readonly string[], options: ProgramOptions, allowPositionals: boolean) => {
  const config = Object.entries(options).map(([name, { argument, short, multiple = false }]) => {
    const type = argument === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, multiple, ...(short && { short }) }] as const;
  });
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(config), allowPositionals });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const readPort = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError(`--${option} must be a number from 0 to 65535, given '${text}'.`);
  return Number(text);
};

const readCount = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--${option} must be a whole number above 0, given '${text}'.`);
  return Number(text);
};

const readPairs = (option: string, texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--${option} takes ${SHARED[option]?.argument}, given '${text}'.`);
      return [name, value];
    }),
  );

const readIam = (text: string): 'enforce' | 'warn' => {
  if (text !== 'enforce' && text !== 'warn') throw new UsageError(`--iam must be enforce or warn, given '${text}'.`);
  return text;
};

/** The list of options in the help: the shared ones, then the program's own. */
export const optionsHelp = (own: ProgramOptions = {}): string => {
  const rows = Object.entries({ ...SHARED, ...own }).map(([name, { argument, short, help }]) => {
    const letter = short === undefined ? '' : `-${short}, `;
    return { head: `  ${letter}--${name}${argument === undefined ? '' : ` ${argument}`}`, help };
  });
  const width = Math.max(...rows.map(({ head }) => head.length)) + 2;
  return rows.map(({ head, help }) => `${head.padEnd(width)}${help}`).join('\n');
};
