import { whileClockMoves } from '../clock.ts';
import { reviewerNamed } from '../load.ts';
import { pause } from '../polling.ts';
import type { Choices } from '../random.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { settledViolations } from '../settle.ts';
import { startTarget, type Target, withTarget } from '../target.ts';
import { throttle, unthrottle } from '../throttle.ts';
import { runTraffic } from '../traffic.ts';

const CALLERS = 4;
const KILLS = { short: 3, long: 40 } as const;
/** Milliseconds between a start and the next kill. */
const ALIVE_MS = { least: 300, most: 2_500 } as const;
const THROTTLED_MS = { least: 50, most: 300 } as const;
const KILLED_IN_START = 0.25;
const THROTTLED = 0.4;

const disturb = async (target: Target, choices: Choices): Promise<void> => {
  await pause(choices.between(ALIVE_MS.least, ALIVE_MS.most));
  if (choices.next() < THROTTLED) {
    await throttle(target);
    await pause(choices.between(THROTTLED_MS.least, THROTTLED_MS.most));
    await unthrottle(target);
  }
  await target.kill();
  if (choices.next() < KILLED_IN_START) await target.killInStart(choices.between(100, 1_000));
  await target.restart();
};

const killUnderLoad = async (target: Target, { choices, extent, logProgress }: Stage): Promise<void> => {
  const kills = extent.isLong ? KILLS.long : KILLS.short;
  let isOver = false;
  const reviewers = [reviewerNamed('reviewer-1'), reviewerNamed('reviewer-2')];
  const traffic = runTraffic(target, { choices, callers: CALLERS, reviewers, isOver: () => isOver });
  const killer = choices.stream('killer');
  for (let count = 1; count <= kills; count += 1) {
    await disturb(target, killer);
    if (count % 5 === 0 || count === kills)
      logProgress(`${count} of ${kills} kills, ${target.journal.submissions.size} applications`);
  }
  isOver = true;
  await whileClockMoves(target, traffic);
};

export const scenario: Scenario = {
  question: 'Does kill -9 at a random moment under load, also during a start, lose, repeat or block anything?',
  missing: () => undefined,
  run: (stage) =>
    withTarget(startTarget(stage.directory), async (target) => {
      await killUnderLoad(target, stage);
      const violations = await settledViolations(target, stage.logProgress);
      const { crashes, submissions, decisions } = target.journal;
      return { counts: { kills: crashes, applications: submissions.size, decisions: decisions.length }, violations };
    }),
};
