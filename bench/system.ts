import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, clientsFor } from '../test/support/clients.ts';
import { startCommand } from '../test/support/start-command.ts';

/** A runtime in a separate process. */
export interface Server {
  readonly clients: Clients;
  readonly pid: number;
  /** Milliseconds from the start of the process until it printed its endpoint. */
  readonly startedMs: number;
  /** Resolves with the first group of the pattern once the output matches the pattern. */
  printed(pattern: RegExp): Promise<string>;
  /** Ends the process with SIGKILL; resolves when it has ended. */
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '..');

/** Starts `node` with these arguments in a checkout, by default this one. */
const startServer = async (args: readonly string[], cwd = ROOT): Promise<Server> => {
  const startMs = performance.now();
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit'];
  const child: ChildProcess = spawn(process.execPath, args, { cwd, stdio });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = () => {
        const found = pattern.exec(text)?.[1];
        if (found) resolve(found);
      };
      check();
      child.stdout?.on('data', check);
      child.once('exit', (code) =>
        reject(new Error(`The process ended with exit code ${code} before its output matched ${pattern}.`)),
      );
    });
  const endpoint = await printed(/(http:\/\/127\.0\.0\.1:\d+)/);
  const startedMs = performance.now() - startMs;
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { clients: clientsFor(endpoint), pid: Number(child.pid), startedMs, printed, stop };
};

/** Every review needs one person. Other checkouts may not know this context. */
const ONE_PERSON = ['--context', 'reviewPolicy=workflow/one-person-policy.json'];

/** Starts the system with the command that users run, with its state on disk, from this or another checkout. */
export const startSystem = (dataDir: string, checkout?: string): Promise<Server> => {
  const policy = checkout === undefined ? ONE_PERSON : [];
  return startServer([...startCommand(), '--port', '0', '--data-dir', dataDir, ...policy], checkout);
};

/** Starts the runtime without the application system. Deploys `assembly` if it is given. */
export const startRuntimeOf = (dataDir: string, assembly?: string): Promise<Server> =>
  startServer(['bench/serve.ts', dataDir, ...(assembly === undefined ? [] : [assembly])]);

/** Calls `measure` with the server, and stops the server afterwards. */
export const whileServing = async <Result>(
  starting: Promise<Server>,
  measure: (server: Server) => Promise<Result>,
): Promise<Result> => {
  const server = await starting;
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
};

/** Calls `measure` with a temporary directory, and removes it afterwards. */
export const withDirectory = async <Result>(measure: (directory: string) => Promise<Result>): Promise<Result> => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await measure(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** Clock ticks per second of /proc on Linux. */
const TICKS = 100;

/** Processor time of a process and all its threads since its start, in milliseconds. */
export const processorMs = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const userTicks = Number(fields[11]);
  const systemTicks = Number(fields[12]);
  return ((userTicks + systemTicks) * 1_000) / TICKS;
};

/** Resident memory of a process, including the runtime's functions, which are its threads. */
export const residentMiB = (pid: number): number => {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
};
