import type { ReplayFate } from '../../../api/types.generated.ts';
import { isDecided } from '../../../events/states.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';

const GOES_ON: ReadonlySet<string> = new Set(['RUNNING', 'PENDING_REDRIVE']);

/** The workflow's own answer to a submission it may have seen before; `run` is where the record's run stands. */
export function replayEffectOf(record: Pick<ApplicationRecord, 'state'> | undefined, run: string): ReplayFate {
  if (record === undefined) return 'NEW';
  if (GOES_ON.has(run)) return 'IN_HAND';
  if (run === 'SUCCEEDED') return 'DECIDED';
  return isDecided(record.state) ? 'ANNOUNCED' : 'AGAIN';
}
