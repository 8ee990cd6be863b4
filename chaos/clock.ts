import { advance } from '../test/support/clock.ts';
import { pause } from './polling.ts';
import type { Target } from './target.ts';

/** Size of one move. One minute, so that even hundreds of moves do not reach the review deadline. */
const STEP_SECONDS = 60;
const PAUSE_MS = 300;

/**
 * Moves the clock repeatedly by one minute until `work` ends. Work that a crash interrupted is repeated only after a
 * visibility timeout, a lease or a retry interval; the moves save the harness from waiting for them in real time.
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
