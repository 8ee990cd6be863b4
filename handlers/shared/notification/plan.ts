import { applicationIdIn } from '../../../events/application-id.ts';
import type { ApplicationRecord } from '../application-record.ts';
import { notificationKey, type RunOutcome, runOutcomeOf } from './decide.ts';
import { type EndOfRun, endOfOwner } from './end-of-run.ts';
import type { Ending } from './ending.ts';
import { composeMail, type Mail } from './mail.ts';

export interface Notified {
  readonly applicationId: string | undefined;
  /** Missing if the run needs no notification. */
  readonly outcome?: RunOutcome;
  readonly isSentNow: boolean;
}

/** The notification of an ended run: the mail, its idempotency key, and what the case file says about it. */
export interface PlannedMail {
  readonly outcome: RunOutcome;
  readonly key: string;
  readonly mail: Mail;
  readonly end: EndOfRun | undefined;
}

/** The notification that an ended run needs. Undefined if the run was a duplicate, because it needs none then. */
export function planMail(ending: Ending, record: ApplicationRecord | undefined): PlannedMail | undefined {
  const outcome = runOutcomeOf(ending, record);
  if (outcome === undefined) return undefined;
  const mail = composeMail(outcome, ending, { applicationId: applicationIdIn(ending.input), record });
  return { outcome, key: notificationKey(ending, outcome), mail, end: endOfOwner(ending, outcome, record) };
}
