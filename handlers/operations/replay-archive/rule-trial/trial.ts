import type { CheckRules } from '../../../../api/check-rules/types.generated.ts';
import type { RuleTrial } from '../../../../api/types.generated.ts';
import { emptyTally, isTooLarge, MAX_APPLICATIONS, type Outcome, type Tally, tallied } from './tally.ts';

/** A trial of check rules, as it is stored. Its id is the name of the replay that it reads. */
export interface Trial {
  readonly id: string;
  readonly state: RuleTrial['state'];
  readonly reason?: string;
  readonly from: string;
  readonly to: string;
  readonly startedAt: string;
  readonly startedBy: string;
  /** Time at which the trial was continued last, ISO 8601; at first the time of the start. */
  readonly continuedAt: string;
  readonly rules: CheckRules;
  readonly tally: Tally;
  /** Number of reads without an event in a row, after the end of the replay. */
  readonly quietReads: number;
}

export type WantedTrial = Pick<Trial, 'id' | 'from' | 'to' | 'startedAt' | 'startedBy' | 'rules'>;

export function newTrial(wanted: WantedTrial): Trial {
  return { ...wanted, state: 'STARTING', continuedAt: wanted.startedAt, tally: emptyTally(), quietReads: 0 };
}

/** A queue may answer with no messages although some remain; after this many such answers it is assumed to be empty. */
const QUIET_READS = 2;

/** What one read found: the state of the replay, and the outcomes of the events that it received. */
export interface ReadEvents {
  readonly replayState: string;
  readonly outcomes: readonly Outcome[];
  readonly at: Date;
}

/** The trial after a read. Ended trials do not change. */
export function advanced(before: Trial, { replayState, outcomes, at }: ReadEvents): Trial {
  if (isEnded(before)) return before;
  const trial = { ...before, continuedAt: at.toISOString() };
  const tally = tallied(trial.tally, outcomes);
  if (isTooLarge(tally)) {
    const reason = `The time has more than ${MAX_APPLICATIONS} applications; try a shorter one.`;
    return { ...trial, tally, state: 'FAILED', reason };
  }
  switch (replayState) {
    case 'STARTING':
      return { ...trial, tally };
    case 'FAILED':
    case 'CANCELLED':
      return { ...trial, tally, state: replayState, reason: `The replay of the archive ended ${replayState}.` };
    case 'COMPLETED': {
      const quietReads = outcomes.length === 0 ? trial.quietReads + 1 : 0;
      return { ...trial, tally, quietReads, state: quietReads < QUIET_READS ? 'RUNNING' : 'COMPLETED' };
    }
    default:
      return { ...trial, tally, state: 'RUNNING' };
  }
}

/** A trial that nobody continues for this time gives way to another preview, which would receive its events. */
const GIVES_WAY_AFTER_MS = 60_000;

/** The trial ended, if nobody has continued it for a minute; undefined if somebody has. */
export function givenUp(trial: Trial, now: Date): Trial | undefined {
  if (now.getTime() - Date.parse(trial.continuedAt) < GIVES_WAY_AFTER_MS) return undefined;
  return {
    ...trial,
    state: 'CANCELLED',
    reason: 'Nobody continued the trial for a minute, and another preview started.',
  };
}

const ENDED: ReadonlySet<RuleTrial['state']> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

export const isEnded = ({ state }: Pick<Trial, 'state'>): boolean => ENDED.has(state);
