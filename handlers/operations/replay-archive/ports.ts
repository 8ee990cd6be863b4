import type { Archive as ArchiveAnswer, Replay } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';

/** `events` is EventBridge's count of archived events, which may be up to a day old. */
type ArchiveView = ArchiveAnswer['archive'];

interface WantedReplay {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  readonly isPreview: boolean;
}

/** The archive and its replays. */
export interface Archive {
  describe(): Promise<ArchiveView>;
  /** Lists the replays, newest first. */
  replays(): Promise<readonly Replay[]>;
  start(wanted: WantedReplay): Promise<void>;
}

/** An event from a preview. `applicationId` is missing if the event is not a valid submission. */
export interface PreviewedEvent {
  readonly eventId: string;
  readonly replayName: string;
  readonly applicationId?: string;
}

/** Receives and deletes the events in the preview queue. */
export type TakePreviewed = () => Promise<readonly PreviewedEvent[]>;

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Status of an execution; MISSING if Step Functions no longer has it. */
export type RunStatusOf = (executionArn: string) => Promise<string>;
