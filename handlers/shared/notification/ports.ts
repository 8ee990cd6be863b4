import type { ApplicationRecord } from '../application-record.ts';
import type { Mail, MailKind } from './mail.ts';

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Publishes a mail to all subscribers. */
export type Publish = (mail: Mail, kind: MailKind) => Promise<void>;

/** Stored state of notifications, by idempotency key. */
export interface Notifications {
  /**
   * CLAIMED: the caller holds the notification until `claimedUntil`. TAKEN: another invocation holds it. SENT: it was mailed.
   */
  claim(key: string, now: Date, claimedUntil: Date): Promise<'CLAIMED' | 'TAKEN' | 'SENT'>;
  markSent(key: string, now: Date): Promise<void>;
}
