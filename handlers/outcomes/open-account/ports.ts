import type { ApplicationState } from '../../../events/states.ts';

/** An item of the table of accounts; `announcedAt` is missing until AccountOpened is on the bus. Times are ISO 8601. */
export interface Account {
  readonly applicationId: string;
  readonly accountId: string;
  readonly openedAt: string;
  readonly announcedAt?: string;
}

export type StateOfApplication = (id: string) => Promise<ApplicationState | undefined>;

export interface Accounts {
  /** Stores the account unless its application has one, and answers the one that is stored. */
  openOnce(account: Account): Promise<Account>;
  markAnnounced(applicationId: string, now: Date): Promise<void>;
}
