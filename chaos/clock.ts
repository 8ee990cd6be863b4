import { advance } from '../test/support/clock.ts';
import { pause } from './polling.ts';
import type { Target } from './target.ts';

/** A minute, so that hundreds of moves stay far from the review deadline. */
const STEP_SECONDS = 60;
const PAUSE_MS = 300;

/**
 * Moves the clock by a minute again and again while `work` goes on: work that a crash interrupted is repeated when a
 * visibility timeout, a lease or a retry is due, and a harness should not wait for that.
 */
export const whileClockMoves = async <Result>(target: Target, work: Promise<Result>): Promise<Result> => {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  const step = async (): Promise<void> => {
    await pause(PAUSE_MS);
    if (!isOver) await advance(target.clients(), STEP_SECONDS).catch(() => undefined);
  };
  while (!isOver) await Promise.race([done, step()]);
  return done;
};
