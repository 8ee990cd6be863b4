import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RunningSystem } from './process.ts';
import type { Target } from './target.ts';

const FLUSHES = 'fsync,fdatasync';
/** Enough for a whole page of the store, so that the data of a write can be found in it. */
const TEXT_BYTES = 5_000;

/** strace on the main thread of a system, which does all flushes and answers all requests. */
export interface Trace {
  /** Lets go of the process if it still runs. Resolves with the lines of the trace. */
  detach(): Promise<readonly string[]>;
}

const attach = async ({ pid }: RunningSystem, file: string, options: readonly string[]): Promise<Trace> => {
  const child = spawn('strace', [...options, '-o', file, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (printed.includes('attached')) resolve();
    });
    ended.then(() => reject(new Error(`strace did not attach: ${printed}`)), reject);
  });
  return {
    detach: async () => {
      child.kill('SIGINT');
      await ended;
      return readFileSync(file, 'latin1').split('\n');
    },
  };
};

/** Traces flushes, writes to files, requests and responses. */
export const traceWrites = (system: RunningSystem, file: string): Promise<Trace> =>
  attach(system, file, ['-y', '-s', String(TEXT_BYTES), '-e', `trace=${FLUSHES},pwrite64,write,writev,read`]);

/** Lets the `first` flush and each later one fail with EIO. */
export const failFlushes = (system: RunningSystem, file: string, first: number): Promise<Trace> => {
  const inject = `inject=${FLUSHES}:error=EIO:when=${first}+`;
  return attach(system, file, ['-y', '-s', '80', '-e', `trace=${FLUSHES},write,writev`, '-e', inject]);
};

/**
 * Does `work` while the process is killed in its `count`-th flush, and started again if that happens. Resolves with true
 * if it was killed.
 */
export const killInFlush = async (
  target: Target,
  { file, count }: { readonly file: string; readonly count: number },
  work: () => Promise<void>,
): Promise<boolean> => {
  const system = target.system();
  const inject = `inject=${FLUSHES}:signal=KILL:when=${count}`;
  const trace = await attach(system, file, ['-e', `trace=${FLUSHES}`, '-e', inject]);
  let isWatched = true;
  const restarted = system.ended.then(async () => {
    if (!isWatched) return;
    target.journal.crashes += 1;
    await target.restart();
  });
  await Promise.race([work(), restarted.then(() => new Promise<never>(() => {}))]);
  const wasKilled = (await trace.detach()).some((line) => line.includes('killed by SIGKILL'));
  isWatched = wasKilled;
  if (wasKilled) await restarted;
  return wasKilled;
};
