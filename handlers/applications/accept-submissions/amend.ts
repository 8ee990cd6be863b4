import type { AcceptedAmendment } from '../../../api/types.generated.ts';
import { type AmendedApplication, parseApplicationAmended } from '../../../events/application-amended.ts';
import { type AmendmentRefusal, judgeAmendment, REFUSAL_TEXT } from '../../shared/amendments/judge.ts';
import { notFound, type Problem, ProblemError, refuse } from '../../shared/http/problem.ts';
import { fieldIn, keepRequest, type Ports, type SubmissionRequest } from './accept.ts';

export interface AmendmentCall extends SubmissionRequest {
  readonly applicationId: string;
}

/**
 * Puts ApplicationAmended on the bus and returns after the bus has accepted the event. Refuses an amendment that nobody
 * asked for. Requests with the same Idempotency-Key and body get the same answer, as for submissions; an amendment that is
 * equal to the one on record is accepted again and changes nothing.
 * @throws ProblemError 400, 404, 409, 422; TryAgainException
 */
export async function amend(ports: Ports, call: AmendmentCall): Promise<AcceptedAmendment> {
  const amendment = readAmendment(call);
  const { id, version } = amendment;
  const record = await ports.applications.find(id);
  const judgement = judgeAmendment(record, amendment, ports.now());
  if (typeof judgement === 'object') throw new ProblemError(problemOf(judgement.refusal));
  // The same body for another application, or as a submission, is another request.
  const asked = { applicationId: call.applicationId, body: call.body };
  const kept = await keepRequest(ports, { ...call, asked }, id);
  if (judgement === 'KNOWN' || kept?.acceptedAt !== undefined) return { id, version };
  await ports.amend(amendment, call.submittedBy);
  if (kept !== undefined) await ports.submissions.markAccepted(kept.id, ports.now());
  return { id, version };
}

function readAmendment({ applicationId, body }: AmendmentCall): AmendedApplication {
  const { application } = body;
  if (typeof application !== 'object' || application === null)
    return refuse('application', 'application must be an object with version and the changed members.');
  const parsed = parseApplicationAmended({ application: { ...application, id: applicationId } });
  if (parsed.ok) return parsed.application;
  return refuse(fieldIn(parsed.reason), parsed.reason, 'INVALID_AMENDMENT');
}

const problemOf = (refusal: AmendmentRefusal): Problem =>
  refusal === 'NOT_FOUND'
    ? notFound('application with this id')
    : { status: 409, code: CODES[refusal], detail: REFUSAL_TEXT[refusal] };

const CODES: Readonly<Record<Exclude<AmendmentRefusal, 'NOT_FOUND'>, string>> = {
  NOT_REQUESTED: 'AMENDMENT_NOT_REQUESTED',
  WRONG_VERSION: 'AMENDMENT_WRONG_VERSION',
  AMENDED_BEFORE: 'AMENDED_BEFORE',
  TOO_LATE: 'AMENDMENT_TOO_LATE',
};
