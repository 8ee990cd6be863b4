import { parsedObject } from './about.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Why a message is in the dead-letter queue. */
export interface Cause {
  readonly code: string;
  readonly message: string;
}

type CauseSource = Pick<DeadLetter, 'body' | 'attributes' | 'receiveCount'>;

/**
 * Reads the cause from the attributes that the sender added: ERROR_CODE and ERROR_MESSAGE of EventBridge, or RequestID and
 * ErrorMessage of Lambda. Without them SQS moved the message here after its last delivery, and the cause is read from the
 * body: an event that its function failed to process, or what is wrong with the body as a review request.
 */
export function causeOf(deadLetter: CauseSource): Cause {
  const { attributes, body } = deadLetter;
  const { ERROR_CODE, ERROR_MESSAGE = '', RequestID, ErrorMessage = '' } = attributes;
  if (ERROR_CODE !== undefined) return { code: ERROR_CODE, message: withoutValuesOf(body, ERROR_MESSAGE) };
  if (RequestID !== undefined) return { code: 'FUNCTION_ERROR', message: withoutValuesOf(body, ErrorMessage) };
  return { code: 'GIVEN_UP', message: whatIsWrong(body) };
}

function whatIsWrong(body: string): string {
  const request = parsedObject(body);
  if (request === undefined) return 'the body is not a JSON object';
  if ('detail-type' in request)
    return 'an event that its function failed to process; the error is in the log of the function';
  const missing = ['taskToken', 'applicationId', 'reasons', 'requestedAt'].filter((name) => !(name in request));
  if (missing.length > 0) return `not a review request: ${missing.join(', ')} missing`;
  return 'a review request that its consumer failed to process';
}

/** Shorter values are not replaced: they also occur in the error message's own words. Characters. */
const MIN_HIDDEN_LENGTH = 3;
const HIDDEN = '[left out]';

/** The message without the applicant's values in the body (ids stay): an error message may quote its input. */
export function withoutValuesOf(body: string, message: string): string {
  const application = applicationIn(body);
  const values = Object.entries(application)
    .filter(([name]) => name !== 'id')
    .flatMap(([, value]) => (typeof value === 'string' && value.length >= MIN_HIDDEN_LENGTH ? [value] : []));
  return values.reduce((text, value) => text.replaceAll(value, HIDDEN), message);
}

function applicationIn(body: string): Readonly<Record<string, unknown>> {
  const detail = parsedObject(body)?.detail;
  if (typeof detail !== 'object' || detail === null || !('application' in detail)) return {};
  const { application } = detail;
  return typeof application === 'object' && application !== null ? { ...application } : {};
}

export interface CauseGroup extends Cause {
  readonly count: number;
  readonly oldest: Date;
}

/** Counts dead letters by cause; the most frequent cause comes first. */
export function groupByCause(
  deadLetters: readonly (CauseSource & Pick<DeadLetter, 'sentAt'>)[],
): readonly CauseGroup[] {
  const groups = new Map<string, CauseGroup>();
  for (const deadLetter of deadLetters) {
    const cause = causeOf(deadLetter);
    const key = `${cause.code}\n${cause.message}`;
    const before = groups.get(key);
    const oldest = before === undefined || deadLetter.sentAt < before.oldest ? deadLetter.sentAt : before.oldest;
    groups.set(key, { ...cause, count: (before?.count ?? 0) + 1, oldest });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}
