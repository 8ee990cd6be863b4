import type { ApplicationRecord } from '../application-record.ts';
import type { Mail, MailKind } from './mail.ts';

export type FindApplication = (id: string) => Promise<ApplicationRecord | undefined>;

/** Delivers a mail to everybody who subscribed. */
export type Publish = (mail: Mail, kind: MailKind) => Promise<void>;

/** What has been mailed, by a key that is the same however often an outcome is told. */
export interface Notifications {
  /**
   * SENT: it has been mailed. TAKEN: another invocation is at it. CLAIMED: it is ours now, until `claimedUntil`.
   */
  claim(key: string, now: Date, claimedUntil: Date): Promise<'CLAIMED' | 'TAKEN' | 'SENT'>;
  markSent(key: string, now: Date): Promise<void>;
}
