import type { Archive as ArchiveAnswer, Replay } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';

/** `events` is what EventBridge has counted, which lags behind by up to a day. */
export type ArchiveView = ArchiveAnswer['archive'];

export interface WantedReplay {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  readonly isPreview: boolean;
}

/** The archive and its replays. */
export interface Archive {
  describe(): Promise<ArchiveView>;
  /** Newest first. */
  replays(): Promise<readonly Replay[]>;
  start(wanted: WantedReplay): Promise<void>;
}

/** An event that a preview has brought; without an application's id it is not valid. */
export interface PreviewedEvent {
  readonly eventId: string;
  readonly replayName: string;
  readonly applicationId?: string;
}

/** Takes what previews have brought, for good. */
export type TakePreviewed = () => Promise<readonly PreviewedEvent[]>;

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Where a run stands; MISSING when Step Functions no longer knows it. */
export type RunStatusOf = (executionArn: string) => Promise<string>;
