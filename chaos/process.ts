import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Clients, clientsFor } from '../test/support/clients.ts';
import { startCommand } from '../test/support/start-command.ts';
import { pause } from './polling.ts';

export const ROOT = join(import.meta.dirname, '..');

export interface StartOptions {
  readonly dataDir: string;
  /** More options of `npm start --`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of `node` that replace those of `npm start`. */
  readonly command?: readonly string[];
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running system: a process in its own process group. */
export interface RunningSystem {
  readonly clients: Clients;
  readonly pid: number;
  /** Output of both streams so far. */
  printed(): string;
  /** Undefined while the process runs. */
  exit(): Exit | undefined;
  readonly ended: Promise<Exit>;
  /** Sends SIGKILL to the whole process group; resolves when the process has ended. */
  kill(): Promise<void>;
  /** Sends SIGINT and resolves when the process has ended in an orderly way. */
  stop(): Promise<Exit>;
}

/** Thrown if the process ends before it serves. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly code: number | null;
  readonly printed: string;

  constructor({ code }: Exit, printed: string) {
    super(`The system ended with ${code} before it served:\n${printed}`);
    this.code = code;
    this.printed = printed;
  }
}

const groups = new Set<number>();

const endGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended.
  }
};

process.once('exit', () => groups.forEach(endGroup));

const spawnGroup = ({ dataDir, args = [], env = {}, command = startCommand() }: StartOptions): ChildProcess =>
  spawn(process.execPath, [...command, '--port', '0', '--data-dir', dataDir, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...env },
  });

const collectOutput = (child: ChildProcess): (() => string) => {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  return () => text;
};

const endpointOf = (child: ChildProcess, printed: () => string, ended: Promise<Exit>): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const endpoint = /(http:\/\/127\.0\.0\.1:\d+)/.exec(printed())?.[1];
      if (endpoint) resolve(endpoint);
    });
    ended.then((exit) => reject(new StartRefused(exit, printed())), reject);
  });

/** Starts the system and kills it after `afterMs` milliseconds, even if it does not serve yet. */
export const startAndKill = async (options: StartOptions, afterMs: number): Promise<void> => {
  const child = spawnGroup(options);
  const pid = Number(child.pid);
  groups.add(pid);
  collectOutput(child);
  const ended = once(child, 'close');
  await pause(afterMs);
  endGroup(pid);
  await ended;
  groups.delete(pid);
};

/** Starts the system on a free port as `npm start` does. @throws StartRefused */
export const startProcess = async (options: StartOptions): Promise<RunningSystem> => {
  const child = spawnGroup(options);
  const pid = Number(child.pid);
  groups.add(pid);
  const printed = collectOutput(child);
  let exit: Exit | undefined;
  const ended = new Promise<Exit>((resolve) =>
    child.once('close', (code, signal) => {
      exit = { code, signal };
      groups.delete(pid);
      resolve(exit);
    }),
  );
  const endpoint = await endpointOf(child, printed, ended);
  const kill = async () => {
    endGroup(pid);
    await ended;
  };
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return { clients: clientsFor(endpoint), pid, printed, exit: () => exit, ended, kill, stop };
};
