import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { HealthAnswer, HealthSettings } from './health-thread.ts';

/** Limit of the wall-clock time of one answer: a machine that is busy with other work is slow, but not this slow. */
const WALL_LIMIT_MS = 30_000;
/** Usual limit of the processor time that the main thread uses between a health request and its answer. */
const CPU_LIMIT_MS = 200;

const childrenOf = (pid: number): readonly number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

const threadsOf = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
};

/** `npm start` may run the system in a child of the process that the harness started: the one with the most threads. */
const servingProcess = (pid: number): number => {
  const all = [pid, ...childrenOf(pid).flatMap((child) => [child, ...childrenOf(child)])];
  return all.toSorted((left, right) => threadsOf(right) - threadsOf(left))[0] ?? pid;
};

interface HealthReport {
  readonly asked: number;
  readonly slowestMs: number;
  /** Largest processor time of the main thread during one answer. */
  readonly slowestCpuMs: number;
  /** Descriptions of answers beyond a limit, or of missing answers. */
  readonly problems: readonly string[];
}

interface HealthWatch {
  stop(): Promise<HealthReport>;
}

interface HealthOptions {
  readonly port: number;
  readonly pid: number;
  /** What the system works on now, for the description of a problem. */
  inProgress(): string;
  /** Limit of the main thread's processor time for one answer; default: 200 ms. */
  readonly cpuLimitMs?: number;
}

const problemOf = ({ what, wallMs, cpuMs }: HealthAnswer, cpuLimitMs: number): string | undefined => {
  if (what !== '200') return `health is ${what} after ${wallMs.toFixed(0)} ms`;
  return cpuMs > cpuLimitMs ? `health took ${cpuMs.toFixed(0)} ms of processor time` : undefined;
};

/** Asks `/_local/health` again and again until it is stopped. */
export const watchHealth = ({ port, pid, inProgress, cpuLimitMs = CPU_LIMIT_MS }: HealthOptions): HealthWatch => {
  const settings: HealthSettings = { port, pid: servingProcess(pid), limitMs: WALL_LIMIT_MS };
  const worker = new Worker(new URL('./health-thread.ts', import.meta.url), { workerData: settings });
  const problems: string[] = [];
  let asked = 0;
  let slowestMs = 0;
  let slowestCpuMs = 0;
  let during = inProgress();
  worker.on('message', (answer: HealthAnswer) => {
    asked += 1;
    slowestMs = Math.max(slowestMs, answer.wallMs);
    slowestCpuMs = Math.max(slowestCpuMs, answer.cpuMs);
    const problem = problemOf(answer, cpuLimitMs);
    if (problem !== undefined) problems.push(`${problem}; in progress: ${during}; then: ${inProgress()}`);
    during = inProgress();
  });
  return {
    stop: async () => {
      const exited = once(worker, 'exit');
      worker.postMessage('stop');
      await exited;
      return { asked, slowestMs, slowestCpuMs, problems };
    },
  };
};

/** The slowest answers of a run, for its notes. */
export const healthText = (slowestMs: number, slowestCpuMs: number): string =>
  `slowest health answer: ${slowestMs.toFixed(0)} ms; largest processor time of the main thread during an answer: ${slowestCpuMs.toFixed(0)} ms`;
