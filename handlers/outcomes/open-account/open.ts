import type { Announce } from '../../shared/announcer.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Account, Accounts, StateOfApplication } from './ports.ts';

/** Thrown for an event about an application whose record does not say APPROVED: somebody else made that event. */
export class ApplicationNotApprovedError extends Error {
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
 * Opens the account of an approved application, once however often it is asked to. AccountOpened goes out once, and
 * once more only if it breaks off between announcing and noting that.
 * @throws ApplicationNotApprovedError, TryAgainException
 */
export async function openAccount(ports: Ports, applicationId: string): Promise<Account> {
  const state = await ports.stateOfApplication(applicationId);
  if (state !== 'APPROVED') {
    throw new ApplicationNotApprovedError(
      `Application ${applicationId} is ${state ?? 'not known'}; an account is opened for an APPROVED one only.`,
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
