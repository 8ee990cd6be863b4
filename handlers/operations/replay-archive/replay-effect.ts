import type { ReplayFate } from '../../../api/types.generated.ts';
import type { AmendedApplication } from '../../../events/application-amended.ts';
import { isDecided } from '../../../events/states.ts';
import { judgeAmendment } from '../../shared/amendments/judge.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';

const UNFINISHED: ReadonlySet<string> = new Set(['RUNNING', 'PENDING_REDRIVE']);

/**
 * Predicts the workflow's action for a submission that is sent again. `record`: the application's record, if it has
 * one. `run`: status of the record's execution. Must agree with actionFor in register-application.
 */
export function replayEffectOf(record: Pick<ApplicationRecord, 'state'> | undefined, run: string): ReplayFate {
  if (record === undefined) return 'NEW';
  if (UNFINISHED.has(run)) return 'IN_HAND';
  if (run === 'SUCCEEDED') return 'DECIDED';
  return isDecided(record.state) ? 'ANNOUNCED' : 'AGAIN';
}

/** Predicts the action of the function take-amendment for an amendment that is sent again. */
export function amendmentEffectOf(
  record: ApplicationRecord | undefined,
  amendment: AmendedApplication,
  now: Date,
): ReplayFate {
  const judgement = judgeAmendment(record, amendment, now);
  if (typeof judgement === 'object') return 'REFUSED';
  return judgement === 'TAKE' ? 'AMENDS' : 'DECIDED';
}
