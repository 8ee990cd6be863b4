import type { ApplicationState } from '../../../events/states.ts';

/** An item of the accounts table. `announcedAt` is missing until AccountOpened is on the bus. Times are ISO 8601 in UTC. */
export interface Account {
  readonly applicationId: string;
  readonly accountId: string;
  readonly openedAt: string;
  readonly announcedAt?: string;
}

export type StateOfApplication = (id: string) => Promise<ApplicationState | undefined>;

export interface Accounts {
  /** Stores the account if its application has none. Returns the stored account: this one or the earlier one. */
  openOnce(account: Account): Promise<Account>;
  markAnnounced(applicationId: string, now: Date): Promise<void>;
}
