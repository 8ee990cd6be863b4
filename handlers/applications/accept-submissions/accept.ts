import { createHash } from 'node:crypto';
import { type Applicant, parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import type { Clock } from '../../shared/clock.ts';
import { ProblemError, refuse } from '../../shared/http/problem.ts';
import type { Submission, Submissions, Submit } from './ports.ts';

export interface Ports {
  readonly submissions: Submissions;
  readonly submit: Submit;
  readonly newId: () => string;
  readonly now: Clock;
}

export interface SubmissionRequest {
  /** The request body, a JSON object that is not validated yet. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly submittedBy: string;
  readonly idempotencyKey: string | undefined;
}

/** Idempotency keys are stored for one day, because clients stop retrying sooner. */
const KEPT_SECONDS = 24 * 3600;

/**
 * Puts ApplicationSubmitted on the bus and returns the application's id after the bus has accepted the event. Requests
 * with the same Idempotency-Key and body get the same id. The event is sent again only if no earlier request has stored
 * that the bus accepted it.
 * @throws ProblemError 400, 422; TryAgainException
 */
export async function accept(ports: Ports, request: SubmissionRequest): Promise<{ id: string }> {
  const application = readApplication(request.body, ports.newId);
  const submission = submissionOf(request, application.id, ports.now());
  if (submission === undefined) {
    await ports.submit(application, request.submittedBy);
    return { id: application.id };
  }
  const kept = await ports.submissions.keepFirst(submission);
  if (kept.digest !== submission.digest) throw new ProblemError(keyReused());
  if (kept.acceptedAt === undefined) {
    await ports.submit({ ...application, id: kept.applicationId }, request.submittedBy);
    await ports.submissions.markAccepted(kept.id, ports.now());
  }
  return { id: kept.applicationId };
}

function readApplication({ application }: SubmissionRequest['body'], newId: () => string): Applicant {
  if (typeof application !== 'object' || application === null) {
    return refuse('application', 'application must be an object with name and address.');
  }
  const parsed = parseApplicationSubmitted({ application: { id: newId(), ...application } });
  if (parsed.ok) return parsed.application;
  return refuse(fieldIn(parsed.reason), parsed.reason, 'INVALID_APPLICATION');
}

/** Name of the first field in the text of a validation error. */
const fieldIn = (reason: string): string => /\b(application\.\w+)/.exec(reason)?.[1] ?? 'application';

function submissionOf(
  { body, submittedBy, idempotencyKey }: SubmissionRequest,
  applicationId: string,
  now: Date,
): Submission | undefined {
  if (idempotencyKey === undefined) return undefined;
  return {
    id: `${submittedBy}#${idempotencyKey}`,
    applicationId,
    digest: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
    expiresAtEpochSeconds: Math.floor(now.getTime() / 1000) + KEPT_SECONDS,
  };
}

const keyReused = () => ({
  status: 422,
  code: 'IDEMPOTENCY_KEY_REUSED',
  field: 'idempotency-key',
  detail: 'This Idempotency-Key was used for another request. Use a new key for a new application.',
});
