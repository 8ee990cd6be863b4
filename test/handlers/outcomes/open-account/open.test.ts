import { describe, expect, test } from '@jest/globals';
import type { OutgoingEvent } from '../../../../events/outgoing.ts';
import type { ApplicationState } from '../../../../events/states.ts';
import { openAccounts, type Ports } from '../../../../handlers/outcomes/open-account/open.ts';
import type { Account, Accounts } from '../../../../handlers/outcomes/open-account/ports.ts';
import { NOON } from '../../in-memory-applications.ts';

class InMemoryAccounts implements Accounts {
  readonly accounts = new Map<string, Account>();
  /** Applications whose account another invocation is writing. */
  readonly contended = new Set<string>();

  async openAllOnce(accounts: readonly Account[]): Promise<readonly (Account | undefined)[]> {
    return accounts.map((account) => {
      if (this.contended.has(account.applicationId)) return undefined;
      const opened = this.accounts.get(account.applicationId) ?? account;
      this.accounts.set(account.applicationId, opened);
      return opened;
    });
  }

  async markAllAnnounced(accounts: readonly Account[], now: Date): Promise<void> {
    for (const account of accounts)
      this.accounts.set(account.applicationId, { ...account, announcedAt: now.toISOString() });
  }
}

type States = Readonly<Record<string, ApplicationState | undefined>>;

function setUp(states: States = { 'app-1': 'APPROVED', 'app-2': 'APPROVED', 'app-3': 'APPROVED' }) {
  const announced: OutgoingEvent[] = [];
  const accounts = new InMemoryAccounts();
  let accountNumber = 0;
  const ports: Ports = {
    statesOfApplications: async (ids) => new Map(ids.filter((id) => id !== 'unreadable').map((id) => [id, states[id]])),
    accounts,
    announceAll: async (events) => {
      announced.push(...events);
      return events.map(() => ({ status: 'fulfilled', value: undefined }));
    },
    newAccountId: () => {
      accountNumber += 1;
      return `account-${accountNumber}`;
    },
    now: () => NOON,
  };
  return { accounts, announced, ports };
}

describe('The account of an approved application', () => {
  test('is opened and announced', async () => {
    const { announced, ports } = setUp();
    await openAccounts(ports, ['app-1']);
    const detail = { applicationId: 'app-1', accountId: 'account-1', occurredAt: '2026-01-31T12:00:00.000Z' };
    expect(announced).toEqual([{ name: 'AccountOpened', detail }]);
  });

  test('is opened once although the approval is delivered repeatedly', async () => {
    const { accounts, announced, ports } = setUp();
    for (let times = 0; times < 3; times += 1) await openAccounts(ports, ['app-1']);
    expect([...accounts.accounts.values()].map(({ accountId }) => accountId)).toEqual(['account-1']);
    expect(announced).toHaveLength(1);
  });

  test('is opened once although one batch has the approval twice, and both succeed', async () => {
    const { accounts, announced, ports } = setUp();
    const results = await openAccounts(ports, ['app-1', 'app-2', 'app-1']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect([...accounts.accounts.keys()]).toEqual(['app-1', 'app-2']);
    expect(announced).toHaveLength(2);
  });

  test('is announced with the same account id by the next attempt if the first one failed', async () => {
    const { announced, ports } = setUp();
    const refused = { ...ports, announceAll: refusing(['app-1'], 'The bus is away.') };
    expect(await openAccounts(refused, ['app-1'])).toMatchObject([{ reason: { message: 'The bus is away.' } }]);
    await openAccounts(ports, ['app-1']);
    expect(announced.map(({ detail }) => detail.accountId)).toEqual(['account-1']);
  });

  test('is announced again if storing that it was announced failed', async () => {
    const { accounts, announced, ports } = setUp();
    const markAllAnnounced = () => Promise.reject(new Error('The table is away.'));
    const broken = {
      ...ports,
      accounts: { openAllOnce: (wanted: readonly Account[]) => accounts.openAllOnce(wanted), markAllAnnounced },
    };
    expect(await openAccounts(broken, ['app-1'])).toMatchObject([{ reason: { message: 'The table is away.' } }]);
    await openAccounts(ports, ['app-1']);
    await openAccounts(ports, ['app-1']);
    expect(announced.map(({ detail }) => detail.accountId)).toEqual(['account-1', 'account-1']);
  });
});

describe('Of several applications', () => {
  test('only the one whose announcement is refused fails', async () => {
    const { accounts, ports } = setUp();
    const refused = { ...ports, announceAll: refusing(['app-2'], 'The bus refused AccountOpened.') };
    const results = await openAccounts(refused, ['app-1', 'app-2', 'app-3']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const announced = [...accounts.accounts.values()].filter(({ announcedAt }) => announcedAt !== undefined);
    expect(announced.map(({ applicationId }) => applicationId)).toEqual(['app-1', 'app-3']);
  });

  test('the one that is not approved fails alone', async () => {
    const { accounts, ports } = setUp({ 'app-1': 'APPROVED', 'app-2': 'REJECTED', 'app-3': 'APPROVED' });
    const results = await openAccounts(ports, ['app-1', 'app-2', 'app-3']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect([...accounts.accounts.keys()]).toEqual(['app-1', 'app-3']);
  });

  test('the one whose record cannot be read and the one whose account another invocation writes are retried', async () => {
    const { accounts, ports } = setUp();
    accounts.contended.add('app-2');
    const results = await openAccounts(ports, ['unreadable', 'app-2', 'app-3']);
    expect(results).toMatchObject([
      { reason: { name: 'TryAgainException' } },
      { reason: { name: 'TryAgainException' } },
      { value: { applicationId: 'app-3' } },
    ]);
  });
});

test.each([['REJECTED'], ['SUBMITTED'], [undefined]] as const)(
  'an event opens no account for an application whose record is %s',
  async (state) => {
    const { accounts, announced, ports } = setUp({ 'app-1': state });
    const opening = await openAccounts(ports, ['app-1']);
    expect(opening).toMatchObject([{ status: 'rejected', reason: { name: 'ApplicationNotApprovedError' } }]);
    expect(accounts.accounts.size).toBe(0);
    expect(announced).toEqual([]);
  },
);

/** A bus that refuses the events of these applications. */
function refusing(ids: readonly string[], message: string): Ports['announceAll'] {
  return async (events) =>
    events.map(({ detail }) =>
      ids.includes(String(detail.applicationId))
        ? { status: 'rejected', reason: new Error(message) }
        : { status: 'fulfilled', value: undefined },
    );
}
