import type { ApplicationState } from '../../../events/states.ts';

/** An item of the accounts table. `announcedAt` is missing until AccountOpened is on the bus. Times are ISO 8601 in UTC. */
export interface Account {
  readonly applicationId: string;
  readonly accountId: string;
  readonly openedAt: string;
  readonly announcedAt?: string;
}

/** Reads states, by id. The value is undefined if there is no record; an id that could not be read is missing. */
export type StatesOfApplications = (
  ids: readonly string[],
) => Promise<ReadonlyMap<string, ApplicationState | undefined>>;

export interface Accounts {
  /**
   * Stores each account whose application has no account yet. Returns, in the same order, the accounts that are then in
   * the table: the given one, an earlier one, or undefined if another write was in progress. The applications must be
   * different.
   */
  openAllOnce(accounts: readonly Account[]): Promise<readonly (Account | undefined)[]>;
  markAllAnnounced(accounts: readonly Account[], now: Date): Promise<void>;
}
