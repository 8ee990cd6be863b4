import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { Mail } from '../../shared/notification/mail.ts';
import type { Claim } from '../../shared/notification/ports.ts';

/** Records by id, with undefined for an application that is not on record. An id that could not be read is missing. */
export type FindApplications = (ids: readonly string[]) => Promise<ReadonlyMap<string, ApplicationRecord | undefined>>;

/** Stored state of notifications. Keys in one call are different; results have the order of the keys. */
export interface NotificationBatches {
  /** CLAIMED: the caller holds the notification until `claimedUntil`. */
  claimAll(keys: readonly string[], now: Date, claimedUntil: Date): Promise<readonly Claim[]>;
  /** Only the holder may mark a notification as sent. */
  markAllSent(keys: readonly string[], now: Date): Promise<void>;
}

/** Publishes mails about outcomes to all subscribers. The results have the order of the mails. */
export type PublishAll = (mails: readonly Mail[]) => Promise<readonly PromiseSettledResult<void>[]>;
