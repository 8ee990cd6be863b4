import { parseApplicationSubmitted } from '../../events/application-submitted.ts';

/** What a preview keeps of an archived ApplicationSubmitted: nothing an applicant has written. */
export interface ArchivedEvent {
  readonly eventId: string;
  readonly timeMs: number;
  readonly replayName: string;
  /** Missing when the submission breaks its schema: its run can only end at Invalid Application. */
  readonly applicationId?: string;
}

/** Reads an event as EventBridge sends it to a queue; nothing when it is none. */
export function readArchivedEvent(body: string): ArchivedEvent | undefined {
  const event = parsed(body);
  const { id, time, detail, 'replay-name': replayName } = event;
  const timeMs = Date.parse(String(time));
  if (typeof id !== 'string' || typeof replayName !== 'string' || Number.isNaN(timeMs)) return undefined;
  const submission = parseApplicationSubmitted(detail);
  const archived = { eventId: id, timeMs, replayName };
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
