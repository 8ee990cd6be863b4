import { parseApplicationSubmitted } from '../../events/application-submitted.ts';
import { APPLICATION_AMENDED } from '../../events/names.ts';

/**
 * The members of an archived ApplicationSubmitted or ApplicationAmended event that a preview uses. They contain no data of
 * the applicant.
 */
export interface ArchivedEvent {
  readonly eventId: string;
  readonly timeMs: number;
  readonly replayName: string;
  /** Undefined if the submission does not match its schema, so that each of its runs ends at Invalid Application. */
  readonly applicationId?: string;
  /** Present for ApplicationAmended: the event starts no run. */
  readonly isAmendment?: true;
}

/** Parses a replayed event from the body of an SQS message. Undefined if the body is not a replayed event. */
export function readArchivedEvent(body: string): ArchivedEvent | undefined {
  const event = parsed(body);
  const { id, time, detail, 'replay-name': replayName, 'detail-type': detailType } = event;
  const timeMs = Date.parse(String(time));
  if (typeof id !== 'string' || typeof replayName !== 'string' || Number.isNaN(timeMs)) return undefined;
  const archived = { eventId: id, timeMs, replayName };
  if (detailType === APPLICATION_AMENDED) return { ...archived, isAmendment: true };
  const submission = parseApplicationSubmitted(detail);
  return submission.ok ? { ...archived, applicationId: submission.application.id } : archived;
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
