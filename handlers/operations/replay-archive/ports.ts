import type { ApplicationRecord } from '../../shared/application-record.ts';

export interface ArchiveView {
  readonly name: string;
  readonly state: string;
  /** As many as EventBridge has counted; it lags behind by up to a day. */
  readonly events: number;
  readonly retentionDays: number;
}

export interface ReplayView {
  readonly name: string;
  readonly state: string;
  readonly startedAt: string;
  readonly from: string;
  readonly to: string;
}

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
  replays(): Promise<readonly ReplayView[]>;
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
