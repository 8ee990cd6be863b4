import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';

/** What a replay would do with an event: begin, begin again, tell again, or nothing. */
export type Fate = 'NEW' | 'AGAIN' | 'ANNOUNCED' | 'IN_HAND' | 'DECIDED' | 'INVALID';

const GOES_ON: ReadonlySet<string> = new Set(['RUNNING', 'PENDING_REDRIVE']);

/** The workflow's own answer to a submission it may have seen before; `run` is where the record's run stands. */
export function fateOf(record: Pick<ApplicationRecord, 'state'> | undefined, run: string): Fate {
  if (record === undefined) return 'NEW';
  if (GOES_ON.has(run)) return 'IN_HAND';
  if (run === 'SUCCEEDED') return 'DECIDED';
  return isDecided(record.state) ? 'ANNOUNCED' : 'AGAIN';
}
