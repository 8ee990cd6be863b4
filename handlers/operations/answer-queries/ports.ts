import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Replay, Run } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Absence } from '../../shared/reviews/absences.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';
import type { ReadPage } from './list.ts';
import type { ReadOpenReviews } from './open-reviews.ts';
import type { ReviewsQuestion } from './question.ts';

export interface AccountItem {
  readonly accountId: string;
  readonly openedAt: string;
  readonly announcedAt?: string;
}

export interface ErasureItem {
  readonly version: number;
}

export interface NotificationItem {
  readonly sentAt?: string;
}

export interface Tables {
  application(id: string): Promise<ApplicationRecord | undefined>;
  review(applicationId: string): Promise<ReviewEntry | undefined>;
  account(applicationId: string): Promise<AccountItem | undefined>;
  erasure(applicationId: string): Promise<ErasureItem | undefined>;
  notification(id: string): Promise<NotificationItem | undefined>;
  readonly applicationsPage: ReadPage;
  readonly openReviews: ReadOpenReviews;
  reviewsPage(question: ReviewsQuestion, now: Date): ReadPage;
}

/** Reads who is out of office. The items of absences that are over may be among them. */
export interface AbsencesReader {
  find(username: string): Promise<Absence | undefined>;
  all(): Promise<readonly Absence[]>;
}

/**
 * Reads the replays of the archive, in no order. A replay sends the events from `from` to `to` (both inclusive) again.
 */
export type ReadReplays = () => Promise<readonly Replay[]>;

/** Reads runs of the workflow. */
export interface RunReader {
  /** Undefined if Step Functions has deleted the execution (90 days after its end). */
  run(arn: string): Promise<Run | undefined>;
  /** Reads all events of the run, earliest first. */
  history(arn: string): Promise<readonly HistoryEvent[]>;
  /** The parsed Amazon States Language definition that the run uses. */
  definition(arn: string): Promise<unknown>;
}
