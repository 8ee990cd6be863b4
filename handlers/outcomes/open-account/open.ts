import type { AnnounceAll } from '../../shared/announcer.ts';
import type { Clock } from '../../shared/clock.ts';
import { TryAgainException } from '../../shared/errors.ts';
import type { Account, Accounts, StatesOfApplications } from './ports.ts';

/** Thrown if the application's record is not APPROVED. The event then does not come from the workflow. */
class ApplicationNotApprovedError extends Error {
  override readonly name = 'ApplicationNotApprovedError';
}

export interface Ports {
  readonly statesOfApplications: StatesOfApplications;
  readonly accounts: Accounts;
  readonly announceAll: AnnounceAll;
  readonly newAccountId: () => string;
  readonly now: Clock;
}

/**
 * Opens the accounts of approved applications. Each step is one call for all applications. Idempotent: repeated calls
 * and repeated ids open one account. AccountOpened is published again only if an earlier call failed between publishing
 * and storing `announcedAt`. The results have the order of the ids. A rejected result has an
 * ApplicationNotApprovedError or a TryAgainException and does not affect the others.
 */
export async function openAccounts(
  ports: Ports,
  applicationIds: readonly string[],
): Promise<readonly PromiseSettledResult<Account>[]> {
  const ids = [...new Set(applicationIds)];
  const states = await ports.statesOfApplications(ids);
  const approved = ids.filter((id) => states.get(id) === 'APPROVED');
  const accounts = await openAll(ports, approved);
  const failures = await announceNew(ports, accounts);
  return Promise.allSettled(
    applicationIds.map(async (id) => {
      refuseUnlessApproved(id, states);
      const account = accounts.get(id);
      if (account === undefined) throw new TryAgainException('Another invocation is writing this account.');
      if (failures.has(id)) throw failures.get(id);
      return account;
    }),
  );
}

function refuseUnlessApproved(id: string, states: Awaited<ReturnType<StatesOfApplications>>): void {
  if (!states.has(id)) throw new TryAgainException('Reading the application did not work this time.');
  const state = states.get(id);
  if (state === 'APPROVED') return;
  throw new ApplicationNotApprovedError(
    `Application ${id} is ${state ?? 'not on record'}; an account is opened only for an APPROVED application.`,
  );
}

/** Accounts by application id. An id is missing if another invocation was writing its account at the same time. */
async function openAll(ports: Ports, ids: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  if (ids.length === 0) return new Map();
  const openedAt = ports.now().toISOString();
  const wanted = ids.map((applicationId) => ({ applicationId, accountId: ports.newAccountId(), openedAt }));
  const opened = (await ports.accounts.openAllOnce(wanted)).filter((account) => account !== undefined);
  return new Map(opened.map((account) => [account.applicationId, account]));
}

/** Publishes AccountOpened for each account that has no `announcedAt` yet. Returns errors by application id. */
async function announceNew(
  { announceAll, accounts: table, now }: Ports,
  accounts: ReadonlyMap<string, Account>,
): Promise<ReadonlyMap<string, unknown>> {
  const open = [...accounts.values()].filter(({ announcedAt }) => announcedAt === undefined);
  if (open.length === 0) return new Map();
  const results = await announceAll(open.map(eventOf));
  const failures = new Map<string, unknown>();
  for (const [index, { applicationId }] of open.entries()) {
    const result = results[index];
    if (result?.status === 'rejected') failures.set(applicationId, result.reason);
  }
  const announced = open.filter(({ applicationId }) => !failures.has(applicationId));
  try {
    if (announced.length > 0) await table.markAllAnnounced(announced, now());
  } catch (error) {
    for (const { applicationId } of announced) failures.set(applicationId, error);
  }
  return failures;
}

function eventOf({ applicationId, accountId, openedAt }: Account) {
  return { name: 'AccountOpened', detail: { applicationId, accountId, occurredAt: openedAt } } as const;
}
