import type { Archive as ArchiveAnswer, Replay } from '../../../api/types.generated.ts';
import type { AmendedApplication } from '../../../events/application-amended.ts';
import type { Applicant } from '../../../events/application-submitted.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Trial } from './rule-trial/trial.ts';

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

/** An event from a preview: of a submission or, with `isAmendment`, of an amendment. An invalid event has only its id. */
export interface PreviewedEvent {
  readonly eventId: string;
  readonly replayName: string;
  readonly application?: Applicant;
  readonly isAmendment?: true;
  readonly amendment?: AmendedApplication;
}

/**
 * Receives the events in the preview queue. `remove` deletes their messages; messages that are not deleted are delivered
 * again.
 */
export type ReceivePreviewed = () => Promise<{
  readonly events: readonly PreviewedEvent[];
  remove(): Promise<void>;
}>;

/** An event from a preview; `amendment` is present only for amendments, to compare them with the record. */
export interface TakenEvent {
  readonly eventId: string;
  readonly replayName: string;
  readonly applicationId?: string;
  readonly amendment?: AmendedApplication;
}

/** Receives and deletes the events in the preview queue. */
export type TakePreviewed = () => Promise<readonly TakenEvent[]>;

/** The stored trials of check rules. */
export interface Trials {
  find(id: string): Promise<{ readonly trial: Trial; readonly version: number } | undefined>;
  /** Stores a trial on condition that its stored version is this one, 0 for a new trial; false if it is not. */
  store(trial: Trial, version: number): Promise<boolean>;
}

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Status of an execution; MISSING if Step Functions no longer has it. */
export type RunStatusOf = (executionArn: string) => Promise<string>;
