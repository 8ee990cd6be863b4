import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, clientsFor } from '../scripts/demo/clients.ts';

export interface System {
  readonly clients: Clients;
  readonly pid: number;
  readonly consoleUrl: string;
  /** Until it said that it serves. */
  readonly startedMs: number;
  /** SIGKILL; resolves when the process is gone. */
  stop(): Promise<void>;
}

/** The system as a user starts it, with its state on disk. */
export const startSystem = async (dataDir: string): Promise<System> => {
  const startMs = performance.now();
  const args = [join(import.meta.dirname, '../scripts/start.ts'), '--port', '0', '--data-dir', dataDir];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let text = '';
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
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const endpoint = await printed(/(http:\/\/127\.0\.0\.1:\d+)/);
  const startedMs = performance.now() - startMs;
  const consoleUrl = await printed(/Console: (http:\/\/127\.0\.0\.1:\d+)/);
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { clients: clientsFor(endpoint), pid: Number(child.pid), consoleUrl, startedMs, stop };
};

/** Gives `measure` a directory for a system's state, and takes it away afterwards. */
export const withDataDir = async <Result>(measure: (dataDir: string) => Promise<Result>): Promise<Result> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return await measure(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** Resident memory of a process; the runtime's functions are threads of it. */
export const residentMiB = (pid: number): number => {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
};
