import type { Clients } from '../test/support/clients.ts';
import { type Journal, newJournal } from './journal.ts';
import { type RunningSystem, type StartOptions, startAndKill, startProcess } from './process.ts';

/**
 * Deadline of reviews and of requests for information in the system under test. One day, because moving the clock over a
 * day, hour by hour, takes only seconds.
 */
export const DEADLINE_DAYS = 1;

const PERIODS = {
  reviewDeadlineDays: String(DEADLINE_DAYS),
  informationDeadlineDays: String(DEADLINE_DAYS),
} as const;

/** Context of the synthesis, besides the local one. Every review needs one person. */
export const CONTEXT = {
  ...PERIODS,
  reviewPolicy: 'workflow/one-person-policy.json',
} as const;
const optionsOf = (context: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);

const CONTEXT_OPTIONS = optionsOf(CONTEXT);

/** Options with the deadlines only: some reviews need two people. */
export const DEADLINES = optionsOf(PERIODS);

/** The system under test across all its restarts, with the journal of its clients. */
export interface Target {
  readonly journal: Journal;
  /** The process of the latest start. */
  system(): RunningSystem;
  /** SDK clients of the latest start. The port changes with each start. */
  clients(): Clients;
  /** Ends the process with SIGKILL. */
  kill(): Promise<void>;
  /** Starts the system and kills it after `afterMs` milliseconds, during the start or soon after it. */
  killInStart(afterMs: number): Promise<void>;
  /** Starts the system again with the same data directory. `options`, if given, also apply to all later starts. */
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
