import { describe, expect, test } from '@jest/globals';
import type { OutgoingEvent } from '../../../../events/outgoing.ts';
import type { ApplicationState } from '../../../../events/states.ts';
import { openAccount, type Ports } from '../../../../handlers/outcomes/open-account/open.ts';
import type { Account, Accounts } from '../../../../handlers/outcomes/open-account/ports.ts';
import { NOON } from '../../in-memory-applications.ts';

class InMemoryAccounts implements Accounts {
  readonly accounts = new Map<string, Account>();

  async openOnce(account: Account): Promise<Account> {
    const opened = this.accounts.get(account.applicationId) ?? account;
    this.accounts.set(account.applicationId, opened);
    return opened;
  }

  async markAnnounced(applicationId: string, now: Date): Promise<void> {
    const account = this.accounts.get(applicationId);
    if (account !== undefined) this.accounts.set(applicationId, { ...account, announcedAt: now.toISOString() });
  }
}

function setUp(state: ApplicationState | undefined = 'APPROVED') {
  const announced: OutgoingEvent[] = [];
  const accounts = new InMemoryAccounts();
  let accountNumber = 0;
  const ports: Ports = {
    stateOfApplication: async () => state,
    accounts,
    announce: async (event) => void announced.push(event),
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
    await openAccount(ports, 'app-1');
    const detail = { applicationId: 'app-1', accountId: 'account-1', occurredAt: '2026-01-31T12:00:00.000Z' };
    expect(announced).toEqual([{ name: 'AccountOpened', detail }]);
  });

  test('is opened once although the approval is delivered repeatedly', async () => {
    const { accounts, announced, ports } = setUp();
    for (let times = 0; times < 3; times += 1) await openAccount(ports, 'app-1');
    expect([...accounts.accounts.values()].map(({ accountId }) => accountId)).toEqual(['account-1']);
    expect(announced).toHaveLength(1);
  });

  test('is announced with the same account id by the next attempt if the first one failed', async () => {
    const { announced, ports } = setUp();
    const refused = { ...ports, announce: () => Promise.reject(new Error('The bus is away.')) };
    await expect(openAccount(refused, 'app-1')).rejects.toThrow('The bus is away.');
    await openAccount(ports, 'app-1');
    expect(announced.map(({ detail }) => detail.accountId)).toEqual(['account-1']);
  });
});

test.each([['REJECTED'], ['SUBMITTED'], [undefined]] as const)(
  'an event opens no account for an application whose record is %s',
  async (state) => {
    const { accounts, announced, ports } = setUp(state);
    const opening = openAccount({ ...ports, stateOfApplication: async () => state }, 'app-1');
    await expect(opening).rejects.toMatchObject({ name: 'ApplicationNotApprovedError' });
    expect(accounts.accounts.size).toBe(0);
    expect(announced).toEqual([]);
  },
);
