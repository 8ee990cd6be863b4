import type { Announce } from '../../shared/announcer.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Account, Accounts, StateOfApplication } from './ports.ts';

/** Thrown if the application's record is not APPROVED: the event does not come from the workflow. */
class ApplicationNotApprovedError extends Error {
  override readonly name = 'ApplicationNotApprovedError';
}

export interface Ports {
  readonly stateOfApplication: StateOfApplication;
  readonly accounts: Accounts;
  readonly announce: Announce;
  readonly newAccountId: () => string;
  readonly now: Clock;
}

/**
 * Opens the account of an approved application. Idempotent: repeated calls open one account. AccountOpened is published at
 * least once: it is repeated only if an earlier call failed between publishing and storing `announcedAt`.
 * @throws ApplicationNotApprovedError, TryAgainException
 */
export async function openAccount(ports: Ports, applicationId: string): Promise<Account> {
  const state = await ports.stateOfApplication(applicationId);
  if (state !== 'APPROVED') {
    throw new ApplicationNotApprovedError(
      `Application ${applicationId} is ${state ?? 'not on record'}; an account is opened only for an APPROVED application.`,
    );
  }
  const openedAt = ports.now().toISOString();
  const account = await ports.accounts.openOnce({ applicationId, accountId: ports.newAccountId(), openedAt });
  if (account.announcedAt === undefined) await announce(ports, account);
  return account;
}

async function announce(ports: Ports, { applicationId, accountId, openedAt }: Account): Promise<void> {
  await ports.announce({ name: 'AccountOpened', detail: { applicationId, accountId, occurredAt: openedAt } });
  await ports.accounts.markAnnounced(applicationId, ports.now());
}
