// Runs in a worker thread of the harness: asks for the health of the system again and again, undisturbed by the work of
// the harness's main thread.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { send } from './wire/send.ts';

/** Settings of the thread. */
export interface HealthSettings {
  readonly port: number;
  /** Process that serves. */
  readonly pid: number;
  /** Wall-clock time after which an answer is given up. */
  readonly limitMs: number;
}

/** One answer. */
export interface HealthAnswer {
  /** The status, or why there is none. */
  readonly what: string;
  readonly wallMs: number;
  /** Processor time that the main thread of the system used meanwhile; 0 where Linux's /proc is missing. */
  readonly cpuMs: number;
}

const INTERVAL_MS = 50;
const REQUEST = { method: 'GET', path: '/_local/health', headers: {}, body: Buffer.alloc(0) };

/** Processor time that the main thread of a process has used, in milliseconds. */
const mainThreadMs = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
};

const ask = async ({ port, pid, limitMs }: HealthSettings): Promise<HealthAnswer> => {
  const startMs = performance.now();
  const cpuBefore = mainThreadMs(pid);
  const answer = await send(port, REQUEST, limitMs);
  const what = answer.kind === 'answered' ? String(answer.status) : answer.kind;
  return { what, wallMs: performance.now() - startMs, cpuMs: Math.max(0, mainThreadMs(pid) - cpuBefore) };
};

const settings = workerData as HealthSettings;
let isStopped = false;
parentPort?.once('message', () => {
  isStopped = true;
});
while (!isStopped) {
  const answer = await ask(settings);
  if (!isStopped) parentPort?.postMessage(answer);
  await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
}
process.exit();
