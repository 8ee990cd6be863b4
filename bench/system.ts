import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, clientsFor } from '../scripts/demo/clients.ts';

/** A runtime in a process of its own. */
export interface Server {
  readonly clients: Clients;
  readonly pid: number;
  /** From the start of the process until it said that it serves. */
  readonly startedMs: number;
  /** Resolves with what a pattern's group matches once it has been printed. */
  printed(pattern: RegExp): Promise<string>;
  /** SIGKILL; resolves when the process is gone. */
  stop(): Promise<void>;
}

const startServer = async (script: string, ...args: readonly string[]): Promise<Server> => {
  const startMs = performance.now();
  const file = join(import.meta.dirname, script);
  const child: ChildProcess = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text)?.[1];
        if (found) resolve(found);
      };
      look();
      child.stdout?.on('data', look);
      child.once('exit', (code) => reject(new Error(`The system ended with ${code}.`)));
    });
  const endpoint = await printed(/(http:\/\/127\.0\.0\.1:\d+)/);
  const startedMs = performance.now() - startMs;
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { clients: clientsFor(endpoint), pid: Number(child.pid), startedMs, printed, stop };
};

/** The system as a user starts it, with its state on disk. */
export const startSystem = (dataDir: string): Promise<Server> =>
  startServer('../scripts/start.ts', '--port', '0', '--data-dir', dataDir);

/** The runtime alone, with this assembly deployed or with none. */
export const startRuntimeOf = (dataDir: string, assembly?: string): Promise<Server> =>
  startServer('serve.ts', dataDir, ...(assembly === undefined ? [] : [assembly]));

/** Gives `measure` the server, and ends that afterwards. */
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

/** Gives `measure` a directory, and takes it away afterwards. */
export const withDirectory = async <Result>(measure: (directory: string) => Promise<Result>): Promise<Result> => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await measure(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** Resident memory of a process; the runtime's functions are threads of it. */
export const residentMiB = (pid: number): number => {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
};
