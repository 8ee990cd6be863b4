import type { ReplayState } from '@aws-sdk/client-eventbridge';
import { bar } from '../terminal/bar.ts';
import { duration } from '../terminal/durations.ts';

/** Progress of a replay. */
export interface Progress {
  readonly state: ReplayState;
  readonly replayed: number;
  readonly events: number;
  /** 0 to 100, rounded down. */
  readonly percent: number;
  readonly perSecond: number;
  /** Undefined until the first event has been replayed. */
  readonly secondsLeft?: number;
}

export interface Reached {
  readonly state: ReplayState;
  /** Times of all events of the replay, oldest first. */
  readonly timesMs: readonly number[];
  readonly lastEventMs: number | undefined;
  readonly elapsedMs: number;
}

/**
 * Computes the progress. All events up to `lastEventMs` count as replayed, because EventBridge reports only that time.
 */
export function progressOf({ state, timesMs, lastEventMs, elapsedMs }: Reached): Progress {
  const events = timesMs.length;
  const reached = state === 'COMPLETED' ? events : timesMs.filter((ms) => ms <= (lastEventMs ?? -1)).length;
  const perSecond = elapsedMs > 0 ? reached / (elapsedMs / 1000) : 0;
  return {
    state,
    replayed: reached,
    events,
    percent: events === 0 ? 100 : Math.floor((reached / events) * 100),
    perSecond: Math.round(perSecond * 10) / 10,
    ...(perSecond > 0 && { secondsLeft: Math.ceil((events - reached) / perSecond) }),
  };
}

/** Progress as a line with a bar: `[██████░░░░]  40 %  400 of 1000  80/s  8 s left`. */
export function progressBar(progress: Progress): string {
  return `${bar(progress.percent)}  ${progressWords(progress)}`;
}

/** Progress as a line without a bar, for output that is not a terminal. */
export function progressLine(progress: Progress): string {
  return `${progress.state}  ${progressWords(progress)}`;
}

function progressWords({ percent, replayed, events, perSecond, secondsLeft }: Progress): string {
  const left = secondsLeft === undefined || replayed === events ? '' : `  ${duration(secondsLeft * 1000)} left`;
  return `${String(percent).padStart(3)} %  ${replayed} of ${events}  ${perSecond}/s${left}`;
}
