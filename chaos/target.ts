import type { Clients } from '../test/support/clients.ts';
import { type Journal, newJournal } from './journal.ts';
import { type RunningSystem, type StartOptions, startAndKill, startProcess } from './process.ts';

/** A day: short enough to be reached by moving the clock, hour by hour, in seconds. */
export const REVIEW_DEADLINE_DAYS = 1;

/** Context of the synthesis, besides the local one. */
export const CONTEXT = { reviewDeadlineDays: String(REVIEW_DEADLINE_DAYS) } as const;
const CONTEXT_OPTIONS = Object.entries(CONTEXT).flatMap(([key, value]) => ['--context', `${key}=${value}`]);

/** The system under test over all its restarts, and what its clients know. */
export interface Target {
  readonly journal: Journal;
  /** The process of the latest start. */
  system(): RunningSystem;
  /** Clients of the latest start: the port changes with each. */
  clients(): Clients;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts the system and kills it after some milliseconds, while it starts or soon after. */
  killInStart(afterMs: number): Promise<void>;
  /** Starts the system again on its data, with these options from now on if they are given. */
  restart(options?: Partial<StartOptions>): Promise<void>;
}

/** Starts a system with an empty data directory. */
export const startTarget = async (dataDir: string, more: Partial<StartOptions> = {}): Promise<Target> => {
  let options: StartOptions = { dataDir, args: CONTEXT_OPTIONS, ...more };
  let current = await startProcess(options);
  const journal = newJournal();
  return {
    journal,
    system: () => current,
    clients: () => current.clients,
    kill: async () => {
      journal.crashes += 1;
      await current.kill();
    },
    killInStart: async (afterMs) => {
      journal.crashes += 1;
      await startAndKill(options, afterMs);
    },
    restart: async (changed = {}) => {
      options = { ...options, ...changed };
      current = await startProcess(options);
    },
  };
};

/** Calls `work` with a system, and kills the system afterwards. */
export const withTarget = async <Result>(
  starting: Promise<Target>,
  work: (target: Target) => Promise<Result>,
): Promise<Result> => {
  const target = await starting;
  try {
    return await work(target);
  } finally {
    await target.system().kill();
  }
};
