import type { OutgoingEvent } from '../../../events/outgoing.ts';
import type { AnnounceAll } from '../../shared/announcer.ts';
import { type ApplicationRecord, announcementOf } from '../../shared/application-record.ts';
import type { BatchAnswer } from '../../shared/batch.ts';
import { itemIn, type StreamRecord } from '../../shared/stream-record.ts';

/** A write to the record of an application. */
export interface RecordChange {
  /** Undefined for a new record. */
  readonly former: ApplicationRecord | undefined;
  /** Undefined for a deleted record. */
  readonly current: ApplicationRecord | undefined;
}

/** The event that announces a change; undefined if the state is the same as before or is not announced. */
export function announcementOfChange({ former, current }: RecordChange): OutgoingEvent | undefined {
  if (current === undefined || current.state === former?.state) return undefined;
  return announcementOf(current);
}

export interface Report {
  readonly onDone: (announced: number) => void;
  readonly onFailure: (applicationId: string, error: unknown) => void;
}

/** An announced change: its application, its position in the stream and its event. */
interface Announcement {
  readonly applicationId: string;
  readonly sequenceNumber: string;
  readonly event: OutgoingEvent;
}

/**
 * Announces the changes of states of some applications, in the order of the changes. Returns the first one that the bus
 * refused: Lambda delivers again from there, so an event may be sent twice.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function announceChanges(
  announceAll: AnnounceAll,
  records: readonly StreamRecord[],
  { onDone, onFailure }: Report,
): Promise<BatchAnswer> {
  const announcements = records.flatMap(announcementIn);
  const results = await announceAll(announcements.map(({ event }) => event));
  const refused = announcements.filter(({ applicationId }, index) => {
    const result = results[index];
    if (result?.status === 'fulfilled') return false;
    onFailure(applicationId, result?.reason);
    return true;
  });
  onDone(announcements.length - refused.length);
  return { batchItemFailures: refused.slice(0, 1).map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
}

function announcementIn({ dynamodb }: StreamRecord): Announcement[] {
  const current = itemIn<ApplicationRecord>(dynamodb.NewImage);
  const event = announcementOfChange({ former: itemIn(dynamodb.OldImage), current });
  if (current === undefined || event === undefined) return [];
  return [{ applicationId: current.id, sequenceNumber: dynamodb.SequenceNumber, event }];
}
