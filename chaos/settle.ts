import { advance } from '../test/support/clock.ts';
import { whileClockMoves } from './clock.ts';
import { judge } from './invariants.ts';
import { endsByDeadline, kindOf } from './kinds.ts';
import { submitTail } from './load.ts';
import { listRuns, messageCounts, observe } from './observation.ts';
import { answerOf } from './polling.ts';
import { DEADLINE_DAYS, type Target } from './target.ts';
import type { Violation } from './violation.ts';

const TAIL = 3;
const DAY_SECONDS = 86_400;
/** Size of one move. Longer than the visibility timeouts, leases and retry intervals of the system's functions. */
const STEP_SECONDS = 600;
const MOST_STEPS = 12;

/** Number of applications whose run waits for a deadline. */
const waiting = ({ journal }: Target): number =>
  [...journal.submissions.values()].filter(({ kind, acknowledged }) => acknowledged > 0 && endsByDeadline(kindOf(kind)))
    .length;

/** Waits until the only active runs are those that wait for a deadline. */
const drained = (target: Target): Promise<unknown> =>
  answerOf(async () => ((await listRuns(target.clients(), 'RUNNING')).length <= waiting(target) ? true : undefined));

const isQuiet = async ({ clients }: Target): Promise<boolean> =>
  (await listRuns(clients(), 'RUNNING')).length === 0 && (await messageCounts(clients())).size === 0;

/** Moves the clock until all retries and visibility timeouts are over. Work that remains after that is stuck. */
const workOff = async (target: Target): Promise<void> => {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await advance(target.clients(), STEP_SECONDS);
    if (await isQuiet(target)) return;
  }
};

/** Moves the clock past the deadlines of reviews that nobody decides and of returns that nobody answers. */
const advancePastDeadline = async (target: Target): Promise<void> => {
  const open = await answerOf(async () => listRuns(target.clients(), 'RUNNING'));
  if (open?.length) await advance(target.clients(), DEADLINE_DAYS * DAY_SECONDS);
};

/** Called after the faults: submits new applications, lets all work end, and checks every invariant. */
export const settledViolations = async (
  target: Target,
  logProgress: (line: string) => void = () => undefined,
): Promise<readonly Violation[]> => {
  logProgress('the faults are over');
  await submitTail(target, TAIL);
  await whileClockMoves(target, drained(target));
  logProgress('all runs have ended except those that wait for their deadline');
  await advancePastDeadline(target);
  await workOff(target);
  logProgress('all work has ended');
  return judge(target.journal, await observe(target.clients()));
};
