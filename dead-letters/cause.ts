import { parsedObject } from './about.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Why a letter is dead. */
export interface Cause {
  readonly code: string;
  readonly message: string;
}

type CauseSource = Pick<DeadLetter, 'body' | 'attributes' | 'receiveCount'>;

/**
 * By the attributes of whoever gave it up: EventBridge's ERROR_CODE and ERROR_MESSAGE, Lambda's ErrorCode and
 * ErrorMessage; else by what is wrong with the body as a review request.
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
  if (request === undefined) return 'the body is no JSON object';
  const missing = ['taskToken', 'applicationId', 'reasons', 'requestedAt'].filter((name) => !(name in request));
  if (missing.length > 0) return `it is no review request: ${missing.join(', ')} missing`;
  return 'a review request its consumer could not handle';
}

/** Shorter values are too common to be told from a message's own words. */
const LEAST_VALUE = 3;
const HIDDEN = '[left out]';

/** The message without any text that the body holds outside of ids: an error may quote what it could not digest. */
function withoutValuesOf(body: string, message: string): string {
  const application = applicationIn(body);
  const values = Object.entries(application)
    .filter(([name]) => name !== 'id')
    .flatMap(([, value]) => (typeof value === 'string' && value.length >= LEAST_VALUE ? [value] : []));
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

/** Letters of the same cause together, the most frequent first. */
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
