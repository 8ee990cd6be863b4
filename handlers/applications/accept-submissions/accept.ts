import { createHash } from 'node:crypto';
import type { Accepted } from '../../../api/types.generated.ts';
import { type Applicant, parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Clock } from '../../shared/clock.ts';
import { expiryAfter } from '../../shared/expiry.ts';
import { ProblemError, refuse } from '../../shared/http/problem.ts';
import type { Amend, Applications, Submission, Submissions, Submit } from './ports.ts';

export interface Ports {
  readonly applications: Applications;
  readonly submissions: Submissions;
  readonly submit: Submit;
  readonly amend: Amend;
  readonly newId: () => string;
  readonly now: Clock;
  /** For how many days the Idempotency-Key of a request is stored. */
  readonly submissionDays: number;
}

export interface SubmissionRequest {
  /** The request body, a JSON object that is not validated yet. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly submittedBy: string;
  readonly idempotencyKey: string | undefined;
}

/**
 * Puts ApplicationSubmitted on the bus and returns the application's id after the bus has accepted the event. Requests
 * with the same Idempotency-Key and body get the same id. The event is sent again only if no earlier request has stored
 * that the bus accepted it. If the application was submitted before with the same data, the answer has its state.
 * @throws ProblemError 400, 409, 422; TryAgainException
 */
export async function accept(ports: Ports, request: SubmissionRequest): Promise<Accepted> {
  const application = readApplication(request.body, ports.newId);
  const former = hasOwnId(request.body) ? await ports.applications.find(application.id) : undefined;
  if (former !== undefined && !isSame(application, former)) throw new ProblemError(idTaken());
  const answer = { id: application.id, ...(former !== undefined && { state: former.state }) };
  const kept = await keepRequest(ports, { ...request, asked: request.body }, application.id);
  if (kept === undefined) {
    await ports.submit(application, request.submittedBy);
    return answer;
  }
  if (kept.acceptedAt !== undefined) return { id: kept.applicationId };
  await ports.submit({ ...application, id: kept.applicationId }, request.submittedBy);
  await ports.submissions.markAccepted(kept.id, ports.now());
  return { ...answer, id: kept.applicationId };
}

const hasOwnId = ({ application }: SubmissionRequest['body']): boolean =>
  typeof application === 'object' && application !== null && 'id' in application;

/** Whether a submission has the same data as an application that was submitted before and is not erased. */
const isSame = (application: Applicant, former: ApplicationRecord): boolean =>
  former.erasure === undefined &&
  application.name === former.name &&
  application.address === former.address &&
  application.email === former.email;

function readApplication({ application }: SubmissionRequest['body'], newId: () => string): Applicant {
  if (typeof application !== 'object' || application === null) {
    return refuse('application', 'application must be an object with name and address.');
  }
  const parsed = parseApplicationSubmitted({ application: { id: newId(), ...application } });
  if (parsed.ok) return parsed.application;
  return refuse(fieldIn(parsed.reason), parsed.reason, 'INVALID_APPLICATION');
}

/** Name of the first field in the text of a validation error. */
export const fieldIn = (reason: string): string => /\b(application\.\w+)/.exec(reason)?.[1] ?? 'application';

/** A request with what it asks for. The same key must not serve another request. */
type KeyedRequest = Pick<SubmissionRequest, 'submittedBy' | 'idempotencyKey'> & { readonly asked: object };

/**
 * Stores a request with an Idempotency-Key; returns the stored one, which may be an earlier request of the same key.
 * Undefined if the request has no key. @throws ProblemError 422 if the key was used for another request
 */
export async function keepRequest(
  { submissions, now, submissionDays }: Ports,
  { submittedBy, idempotencyKey, asked }: KeyedRequest,
  applicationId: string,
): Promise<Submission | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const digest = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const kept = await submissions.keepFirst({
    id: `${submittedBy}#${idempotencyKey}`,
    applicationId,
    digest,
    expiresAtEpochSeconds: expiryAfter(now(), submissionDays),
  });
  if (kept.digest !== digest) throw new ProblemError(keyReused());
  return kept;
}

const keyReused = () => ({
  status: 422,
  code: 'IDEMPOTENCY_KEY_REUSED',
  field: 'idempotency-key',
  detail: 'This Idempotency-Key was used for another request. Use a new key for a new application.',
});

/** The answer does not say who has the id, or anything about that application. */
const idTaken = () => ({
  status: 409,
  code: 'ID_TAKEN',
  field: 'application.id',
  detail: 'This id belongs to an application with other data. Use a new id, or leave it out.',
});
