import { join } from 'node:path';
import { advance } from '../../test/support/clock.ts';
import { mailbox, readRecord } from '../../test/support/system.ts';
import { whileClockMoves } from '../clock.ts';
import { type KindName, kindOf, TRAVELLED, type Travelled } from '../kinds.ts';
import { type Planned, type Reviewer, review, reviewerNamed, submit } from '../load.ts';
import { historyOf, listRuns } from '../observation.ts';
import { waitFor } from '../polling.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { killInFlush } from '../strace.ts';
import { DEADLINE_DAYS, startTarget, type Target, withTarget } from '../target.ts';
import { throttle, unthrottle } from '../throttle.ts';
import { straceMissing } from '../tools.ts';

const DAY_SECONDS = 86_400;
/**
 * Number of flushes from which the short form chooses: it kills the system once per kind, in one of the first flushes.
 */
const FIRST_FLUSHES = 8;

const isOnRecord = async (target: Target, id: string, states: readonly string[]): Promise<true | undefined> =>
  states.includes(String((await readRecord(target.clients(), id))?.state)) ? true : undefined;

/** Moves the clock past the deadline of a review, and repeats the move if a crash interrupted it. */
const advancePastDeadline = async (target: Target, { id, kind }: Planned): Promise<void> => {
  await waitFor(`${id} in review`, () => isOnRecord(target, id, ['FLAGGED_FOR_REVIEW', ...kindOf(kind).ends]));
  await waitFor(`the expiry of ${id}`, async () => {
    await advance(target.clients(), DEADLINE_DAYS * DAY_SECONDS);
    return isOnRecord(target, id, kindOf(kind).ends);
  });
};

/** Stops the throttling after it has hit the newest run once. */
const letRetry = async (target: Target, id: string): Promise<void> => {
  await waitFor(`the first attempt of ${id}`, async () => {
    const [newest] = await listRuns(target.clients());
    const history = await historyOf(target.clients(), newest?.executionArn ?? '');
    return history.some(({ type }) => type === 'TaskFailed' || type === 'LambdaFunctionFailed') ? true : undefined;
  });
  await unthrottle(target);
};

/**
 * Takes one application through the system. The clock is not moved before a throttled run has failed once, because a
 * move would use up all retries of the run.
 */
const travel = async (target: Target, reviewers: readonly Reviewer[], planned: Planned): Promise<void> => {
  await submit(target, [planned]);
  if (planned.kind === 'retry') await letRetry(target, planned.id);
  await whileClockMoves(target, arrive(target, reviewers, planned));
};

const arrive = async (target: Target, reviewers: readonly Reviewer[], planned: Planned): Promise<void> => {
  const { id, kind } = planned;
  await review(target, reviewers, planned);
  if (kind === 'expire') await advancePastDeadline(target, planned);
  await waitFor(`the end of ${id}`, () => isOnRecord(target, id, kindOf(kind).ends));
  await waitFor(`the mail about ${id}`, async () =>
    (await mailbox(target.clients())).some(({ subject }) => subject.startsWith(`${id}: `)) ? true : undefined,
  );
};

interface Kill {
  readonly kind: KindName;
  /** Number of the flush in which the process is killed. */
  readonly count: number;
}

/**
 * Processes one application and kills the system on the way. Resolves with true if it was killed, false if the
 * application was finished before that flush.
 */
const killed = async (target: Target, { directory }: Stage, { kind, count }: Kill): Promise<boolean> => {
  const reviewers = [reviewerNamed('reviewer-1'), reviewerNamed('reviewer-2')];
  await Promise.all(reviewers.map(({ person }) => person(target.clients())));
  if (kind === 'retry') await throttle(target);
  const planned: Planned = { id: `${kind}-${count}`, kind };
  return killInFlush(target, { file: join(directory, 'trace'), count }, () => travel(target, reviewers, planned));
};

const killInEach = async (target: Target, stage: Stage, kind: KindName): Promise<number> => {
  for (let count = 1; ; count += 1) {
    if (!(await killed(target, stage, { kind, count }))) return count - 1;
    stage.logProgress(`${kind}: killed in flush ${count}`);
  }
};

const killInOne = async (target: Target, stage: Stage, kind: KindName): Promise<number> => {
  const count = stage.choices.stream(kind).between(1, FIRST_FLUSHES);
  const wasKilled = await killed(target, stage, { kind, count });
  stage.logProgress(`${kind}: ${wasKilled ? 'killed' : 'ended before'} flush ${count}`);
  return wasKilled ? 1 : 0;
};

const chosenKinds = ({ extent: { kinds } }: Stage): readonly Travelled[] => (kinds.length > 0 ? kinds : TRAVELLED);

export const scenario: Scenario = {
  question:
    'Is anything lost or done twice if kill -9 hits any flush of an application (approve, review, return, expire, unprocessable, retry)?',
  missing: straceMissing,
  run: (stage) =>
    withTarget(startTarget(join(stage.directory, 'data')), async (target) => {
      const kills: Record<string, number> = {};
      for (const kind of chosenKinds(stage))
        kills[`kills of ${kind}`] = await (stage.extent.isLong ? killInEach : killInOne)(target, stage, kind);
      const violations = await settledViolations(target, stage.logProgress);
      return { counts: { applications: target.journal.submissions.size, ...kills }, violations };
    }),
};
