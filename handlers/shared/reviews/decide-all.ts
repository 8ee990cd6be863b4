import type { BulkDecisionItem, BulkResult } from '../../../api/types.generated.ts';
import { TryAgainException } from '../errors.ts';
import type { Problem } from '../http/problem.ts';
import type { BulkRequest, SeenReview } from './bulk-command.ts';
import type { ReviewChangeResult } from './change-entry.ts';
import { decide, type Ports } from './decide.ts';
import { eachInTime, notBegun } from './each-in-time.ts';
import type { ReviewEntry } from './entry.ts';
import { type Blindness, itemOf } from './view.ts';

export interface BulkCommand extends BulkRequest {
  readonly reviewer: string;
  readonly isSupervisor: boolean;
  readonly idempotencyKey: string | undefined;
}

/**
 * Makes the same decision on each listed review, and answers for each in the order of the list. One review that is refused
 * does not stop the others. Reviews for which the time of the request is too short are not decided. A repeated command
 * changes nothing that the first one did.
 */
export function decideAll(
  ports: Ports,
  blindness: Blindness,
  command: BulkCommand,
): Promise<readonly BulkDecisionItem[]> {
  const perform = (item: SeenReview) => decideOne(ports, blindness, command, item);
  return eachInTime<SeenReview, BulkDecisionItem>(command.items, { perform, late: notBegun });
}

async function decideOne(
  ports: Ports,
  blindness: Blindness,
  { reviewer, isSupervisor, idempotencyKey, decision }: BulkCommand,
  { applicationId, version }: SeenReview,
): Promise<BulkDecisionItem> {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  const single = { applicationId, reviewer, isSupervisor, seenVersion: version, ...decision, ...key };
  const result = await tried(() => decide(ports, single));
  if (!result.ok)
    return {
      applicationId,
      result: resultOfRefusal(result.refusal),
      detail: result.refusal.detail,
    };
  return { applicationId, result: resultOf(result.entry), review: itemOf(result.entry, ports.now(), blindness) };
}

const resultOf = ({ state }: ReviewEntry): BulkResult => {
  if (state === 'PENDING_SECOND') return 'NEEDS_SECOND';
  return state === 'PENDING_SUPERVISOR' ? 'NEEDS_SUPERVISOR' : 'DONE';
};

const RESULT_OF_REFUSAL: Readonly<Record<Problem['code'], BulkResult>> = {
  CHANGED: 'CHANGED',
  SUBMITTED_ANEW: 'CHANGED',
  CLAIMED: 'HELD',
  ALREADY_DECIDED: 'DECIDED',
  REVIEW_EXPIRED: 'EXPIRED',
  NOT_FOUND: 'NOT_FOUND',
  REVIEWER_IS_SUBMITTER: 'NOT_YOURS',
  SECOND_PERSON_REQUIRED: 'NOT_YOURS',
  SUPERVISOR_REQUIRED: 'NOT_YOURS',
};

/** The result for one review of a list that was refused. */
export const resultOfRefusal = ({ code }: Problem): BulkResult => RESULT_OF_REFUSAL[code] ?? 'TRY_AGAIN';

/** A service that is not available refuses this review only; the others may succeed. */
export async function tried(decideIt: () => Promise<ReviewChangeResult>): Promise<ReviewChangeResult> {
  try {
    return await decideIt();
  } catch (error) {
    if (!(error instanceof TryAgainException)) throw error;
    const detail = 'A service was temporarily not available. Send the same request again.';
    return { ok: false, refusal: { status: 503, code: 'TRY_AGAIN', detail } };
  }
}
