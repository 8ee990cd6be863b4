import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { whileClockMoves } from '../clock.ts';
import { reviewerNamed } from '../load.ts';
import { pause } from '../polling.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { slopeOf } from '../slope.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { runTraffic } from '../traffic.ts';
import { broken, type Violation } from '../violation.ts';

const CALLERS = 2;
const LOOK_MS = 5_000;
/**
 * Share of the run that counts as warm-up (compiled code, execution environments, caches). Growth in this time is
 * ignored.
 */
const WARM_UP = 1 / 3;
/**
 * Minimum duration for a check. A shorter run prints the slopes without checking them, because garbage collection hides
 * the trend of the memory.
 */
const LEAST_JUDGED_MINUTES = 5;

/** Resource usage of the process at one time. */
interface Usage {
  readonly minutes: number;
  readonly memoryMiB: number;
  readonly handles: number;
  readonly files: number;
  readonly storeMiB: number;
}

const MEASURES = {
  memoryMiB: { unit: 'MiB of memory', most: 8 },
  handles: { unit: 'open handles', most: 2 },
  files: { unit: 'files', most: Number.POSITIVE_INFINITY },
  storeMiB: { unit: 'MiB on disk', most: Number.POSITIVE_INFINITY },
} as const satisfies Readonly<Record<Exclude<keyof Usage, 'minutes'>, { unit: string; most: number }>>;

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const usageOf = (pid: number, directory: string, minutes: number): Usage => {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const files = filesIn(directory);
  const bytes = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  return {
    minutes,
    memoryMiB: Number(kib) / 1024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    files: files.length,
    storeMiB: bytes / 2 ** 20,
  };
};

const measuredFor = async (target: Target, { directory, extent, logProgress }: Stage): Promise<readonly Usage[]> => {
  const found: Usage[] = [];
  const startMs = performance.now();
  for (let minutes = 0; minutes < extent.minutes; minutes = (performance.now() - startMs) / 60_000) {
    found.push(usageOf(target.system().pid, directory, minutes));
    if (found.length % 12 === 0)
      logProgress(`${minutes.toFixed(1)} minutes, ${found.at(-1)?.memoryMiB.toFixed(0)} MiB`);
    await pause(LOOK_MS);
  }
  return found;
};

type Slopes = Readonly<Record<keyof typeof MEASURES, number>>;

const slopesOf = (usages: readonly Usage[]): Slopes => {
  const warm = usages.slice(Math.floor(usages.length * WARM_UP));
  const slope = (name: keyof Slopes) => slopeOf(warm.map((usage) => ({ minutes: usage.minutes, value: usage[name] })));
  return {
    memoryMiB: slope('memoryMiB'),
    handles: slope('handles'),
    files: slope('files'),
    storeMiB: slope('storeMiB'),
  };
};

const growth = (slopes: Slopes, minutes: number): readonly Violation[] =>
  Object.entries(MEASURES).flatMap(([name, { unit, most }]) => {
    const slope = slopes[name as keyof Slopes];
    return broken(
      'no growth',
      name,
      minutes >= LEAST_JUDGED_MINUTES && slope > most && `${slope.toFixed(1)} ${unit} a minute`,
    );
  });

const run = async (target: Target, stage: Stage) => {
  let isOver = false;
  const reviewers = [reviewerNamed('reviewer-1'), reviewerNamed('reviewer-2')];
  const { choices } = stage;
  const traffic = runTraffic(target, { choices, callers: CALLERS, reviewers, isOver: () => isOver });
  const usages = await Promise.race([measuredFor(target, stage), traffic.then(() => [])]);
  isOver = true;
  await whileClockMoves(target, traffic);
  const slopes = slopesOf(usages);
  const violations = [...growth(slopes, stage.extent.minutes), ...(await settledViolations(target, stage.logProgress))];
  const rounded = Object.entries(MEASURES).map(([name, { unit }]) => {
    return [`${unit} a minute`, Math.round(slopes[name as keyof Slopes] * 10) / 10] as const;
  });
  const { minutes } = stage.extent;
  return {
    counts: { minutes, applications: target.journal.submissions.size, ...Object.fromEntries(rounded) },
    violations,
  };
};

export const scenario: Scenario = {
  question: 'Do memory, handles and files grow without bound under a steady load?',
  isLongOnly: true,
  missing: () => (process.platform === 'linux' ? undefined : 'Linux, for /proc'),
  run: (stage) => withTarget(startTarget(stage.directory), (target) => run(target, stage)),
};
