import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cleanedUp } from '../cleanup.ts';
import { type Planned, review, reviewerNamed, submit, submitOnce } from '../load.ts';
import { listRuns, observe } from '../observation.ts';
import { waitFor } from '../polling.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { mountMissing } from '../tools.ts';
import { broken, type Violation } from '../violation.ts';

const DISK_SIZE = '48m';
const MOST_SUBMISSIONS = 2_000;
const REVIEWS = 4;

const withDisk = async <Result>(directory: string, work: (disk: string) => Promise<Result>): Promise<Result> => {
  const disk = join(directory, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE}`, 'tmpfs', disk]);
  return cleanedUp(
    () => void execFileSync('umount', ['--lazy', disk]),
    () => work(disk),
  );
};

/** Fills the disk with one file until no page is free. */
const fill = (path: string): void => {
  const file = openSync(path, 'w');
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, page);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
};

interface Refusal {
  readonly id: string;
  readonly error: {
    readonly name?: string;
    readonly message?: string;
    readonly $metadata?: { httpStatusCode?: number };
  };
}

/**
 * Submits applications until one is refused. The first ones may still succeed, because the store can have free space
 * inside its own files.
 */
const untilRefused = async (target: Target): Promise<Refusal> => {
  for (let index = 0; index < MOST_SUBMISSIONS; index += 1) {
    const id = `full-${index}`;
    try {
      await submitOnce(target, [{ id, kind: 'approve' }]);
    } catch (error) {
      return { id, error: error as Refusal['error'] };
    }
  }
  throw new Error(`The disk was not full after ${MOST_SUBMISSIONS} submissions.`);
};

const healthOf = async ({ clients }: Target): Promise<{ readonly status?: string; readonly reason?: string }> =>
  (await fetch(`${clients().endpoint}/_local/health`)).json() as Promise<{ status?: string; reason?: string }>;

const refusalFaults = async (target: Target, { error }: Refusal): Promise<readonly Violation[]> => {
  const { status, reason = '' } = await healthOf(target);
  const code = error.$metadata?.httpStatusCode;
  return [
    ...broken('refused while full', 'PutEvents', code !== 503 && `answered ${code} ${error.name}: ${error.message}`),
    ...broken('refused while full', 'PutEvents', !/disk is full/.test(String(error.message)) && 'without the reason'),
    ...broken(
      'refused while full',
      'health',
      !(status === 'degraded' && /disk is full/.test(reason)) && `said ${status} ${reason}`,
    ),
  ];
};

/** Fills the disk while the system works, then frees the space again. */
const fillOnce = async (target: Target, disk: string): Promise<readonly Violation[]> => {
  const system = target.system();
  const ballast = join(disk, 'ballast');
  fill(ballast);
  const refusal = await untilRefused(target);
  const faults = await refusalFaults(target, refusal);
  rmSync(ballast);
  const goesOn = waitFor('a healthy store', async () =>
    (await healthOf(target)).status === 'ok' ? ('ok' as const) : undefined,
  );
  const state = await Promise.race([goesOn, system.ended]);
  const runs = (await observe(target.clients())).runs.filter(({ applicationId }) => applicationId === refusal.id);
  target.journal.submissions.delete(refusal.id);
  return [
    ...faults,
    ...broken('goes on without a restart', 'process', state !== 'ok' && `ended with ${JSON.stringify(state)}`),
    ...broken('refused while full', refusal.id, runs.length > 0 && 'refused, and it has a run'),
  ];
};

const inReview = (index: number): Planned => ({ id: `review-${index}`, kind: 'review-approve' });

const run = async (target: Target, disk: string, { logProgress }: Stage) => {
  const reviews = Array.from({ length: REVIEWS }, (_, index) => inReview(index));
  await submit(target, reviews);
  await waitFor('runs', async () => ((await listRuns(target.clients())).length >= REVIEWS ? true : undefined));
  const faults = await fillOnce(target, disk);
  logProgress('the disk was full and now has space again');
  const reviewers = [reviewerNamed('reviewer-1'), reviewerNamed('reviewer-2')];
  await Promise.all(reviews.map((each) => review(target, reviewers, each)));
  const violations = [...faults, ...(await settledViolations(target, logProgress))];
  return { counts: { applications: target.journal.submissions.size }, violations };
};

export const scenario: Scenario = {
  question:
    'While the disk is full, are writes refused with a reason, is nothing lost, and does the system continue without a restart once there is space?',
  missing: mountMissing,
  run: (stage) =>
    withDisk(stage.directory, (disk) =>
      withTarget(startTarget(join(disk, 'data')), (target) => run(target, disk, stage)),
    ),
};
