import type { ApplicationState } from '../../../events/states.ts';

/** An item of the accounts table. `announcedAt` is missing until AccountOpened is on the bus. Times are ISO 8601 in UTC. */
export interface Account {
  readonly applicationId: string;
  readonly accountId: string;
  readonly openedAt: string;
  readonly announcedAt?: string;
}

/** States by id, with undefined for an application that is not on record. An id that could not be read is missing. */
export type StatesOfApplications = (
  ids: readonly string[],
) => Promise<ReadonlyMap<string, ApplicationState | undefined>>;

export interface Accounts {
  /**
   * Stores each account whose application has none. Returns, in the order given, the stored account: this one or the
   * earlier one; undefined if another write was in progress. The applications are different.
   */
  openAllOnce(accounts: readonly Account[]): Promise<readonly (Account | undefined)[]>;
  markAllAnnounced(accounts: readonly Account[], now: Date): Promise<void>;
}
