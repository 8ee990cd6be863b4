import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { EndOfRun } from '../../shared/notification/end-of-run.ts';
import type { Mail } from '../../shared/notification/mail.ts';
import type { Claim } from '../../shared/notification/ports.ts';

/** Reads records, by id. The value is undefined if there is no record; an id that could not be read is missing. */
export type FindApplications = (ids: readonly string[]) => Promise<ReadonlyMap<string, ApplicationRecord | undefined>>;

/** Stored state of notifications. The keys of one call must be different. Results have the order of the keys. */
export interface NotificationBatches {
  /** Tries to get the leases on these notifications, which end at `claimedUntil`. */
  claimAll(keys: readonly string[], now: Date, claimedUntil: Date): Promise<readonly Claim[]>;
  /** Only the invocation that has the lease on a notification may mark it as sent. `ends`: by key; see `markSent`. */
  markAllSent(ends: ReadonlyMap<string, EndOfRun | undefined>, now: Date): Promise<void>;
  /** Stores the ends of runs that found that their application belongs to another run, by key. */
  addDuplicates(ends: ReadonlyMap<string, EndOfRun>, now: Date): Promise<void>;
}

/** Publishes mails about outcomes to all subscribers. The results have the order of the mails. */
export type PublishAll = (mails: readonly Mail[]) => Promise<readonly PromiseSettledResult<void>[]>;
