import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RunningSystem } from './process.ts';
import type { Target } from './target.ts';

const FLUSHES = 'fsync,fdatasync';
/**
 * Maximum size of data that strace prints for a call. Enough for a whole page of the store, so that written data can be
 * found in the trace.
 */
const TEXT_BYTES = 5_000;

/** A running strace on the main thread of a system, which does all flushes and answers all requests. */
export interface Trace {
  /** Detaches strace if the process still runs. Resolves with the lines of the trace. */
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

/** Makes flush number `first` and each later one fail with EIO. */
export const failFlushes = (system: RunningSystem, file: string, first: number): Promise<Trace> => {
  const inject = `inject=${FLUSHES}:error=EIO:when=${first}+`;
  return attach(system, file, ['-y', '-s', '80', '-e', `trace=${FLUSHES},write,writev`, '-e', inject]);
};

/**
 * Whether a trace shows that flush number `count` began, and with it the kill. If the trace ends in this moment, it does
 * not show the end of the process.
 */
export const showsKill = (lines: readonly string[], count: number): boolean =>
  lines.some((line) => line.includes('killed by SIGKILL')) ||
  lines.filter((line) => /^(?:\d+ +)?f(?:data)?sync\(/.test(line)).length >= count;

/**
 * Performs `work`, kills the process in its flush number `count`, and then starts it again. Resolves with true if it
 * was killed, false if `work` ended before that flush.
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
  const wasKilled = showsKill(await trace.detach(), count);
  isWatched = wasKilled;
  if (wasKilled) await restarted;
  return wasKilled;
};
