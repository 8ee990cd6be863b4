import { describe, expect, test } from '@jest/globals';
import { notifyAll, type Ports } from '../../../../handlers/outcomes/notify/notify-all.ts';
import type { NotificationBatches } from '../../../../handlers/outcomes/notify/ports.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import type { EndOfRun } from '../../../../handlers/shared/notification/end-of-run.ts';
import type { Ending } from '../../../../handlers/shared/notification/ending.ts';
import type { Mail } from '../../../../handlers/shared/notification/mail.ts';
import type { Claim } from '../../../../handlers/shared/notification/ports.ts';
import { NOON, recordOf } from '../../in-memory-applications.ts';

const arnOf = (id: string) => `arn:aws:states:us-east-1:000000000000:execution:account-application:${id}`;

const endingOf = (id: string, changes: Partial<Ending> = {}): Ending => ({
  executionArn: arnOf(id),
  status: 'SUCCEEDED',
  stoppedAt: NOON,
  input: JSON.stringify({ application: { id } }),
  ...changes,
});

class InMemoryNotifications implements NotificationBatches {
  readonly claims = new Map<string, { readonly claimedUntil: Date; readonly isSent: boolean }>();
  /** What the case files get to know. */
  readonly ends: (EndOfRun | undefined)[] = [];
  readonly duplicates: EndOfRun[] = [];

  async claimAll(keys: readonly string[], now: Date, claimedUntil: Date): Promise<readonly Claim[]> {
    return keys.map((key) => {
      const claim = this.claims.get(key);
      if (claim?.isSent) return 'SENT';
      if (claim !== undefined && claim.claimedUntil >= now) return 'TAKEN';
      this.claims.set(key, { claimedUntil, isSent: false });
      return 'CLAIMED';
    });
  }

  async markAllSent(ends: ReadonlyMap<string, EndOfRun | undefined>): Promise<void> {
    for (const key of ends.keys()) this.claims.set(key, { claimedUntil: NOON, isSent: true });
    this.ends.push(...ends.values());
  }

  async addDuplicates(ends: ReadonlyMap<string, EndOfRun>): Promise<void> {
    this.duplicates.push(...ends.values());
  }
}

const APPROVED = ['app-1', 'app-2', 'app-3'].map((id) => recordOf({ id, state: 'APPROVED', executionArn: arnOf(id) }));
const DONE = { status: 'fulfilled', value: undefined } as const;

function setUp(records: readonly ApplicationRecord[] = APPROVED) {
  const calls: string[] = [];
  const mailed: string[] = [];
  const notifications = new InMemoryNotifications();
  const ports: Ports = {
    findApplications: async (ids) => {
      calls.push(`read ${ids.length}`);
      const readable = ids.filter((id) => id !== 'unreadable');
      return new Map(readable.map((id) => [id, records.find((record) => record.id === id)]));
    },
    notifications,
    publishAll: async (mails) => {
      calls.push(`publish ${mails.length}`);
      mailed.push(...mails.map(({ subject }) => subject));
      return mails.map(() => DONE);
    },
    now: () => NOON,
  };
  return { calls, mailed, notifications, ports };
}

/** A topic that refuses the mails about these applications. */
const refusing =
  (id: string, publishAll: Ports['publishAll']): Ports['publishAll'] =>
  async (mails) => {
    const isRefused = ({ subject }: Mail) => subject.startsWith(`${id}:`);
    await publishAll(mails.filter((mail) => !isRefused(mail)));
    return mails.map((mail) => (isRefused(mail) ? { status: 'rejected', reason: new Error('Refused.') } : DONE));
  };

const statusesOf = (results: readonly PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);

describe('The ends of several runs', () => {
  test('are mailed with one read call and one publish call', async () => {
    const { calls, mailed, notifications, ports } = setUp();
    const results = await notifyAll(ports, [
      endingOf('app-1'),
      endingOf('app-2'),
      endingOf('app-3', { redriveCount: 1 }),
    ]);
    expect(results).toMatchObject([
      { value: { applicationId: 'app-1', outcome: 'APPROVED', isSentNow: true } },
      { value: { applicationId: 'app-2', outcome: 'APPROVED', isSentNow: true } },
      { value: { applicationId: 'app-3', outcome: 'APPROVED', isSentNow: true } },
    ]);
    expect(calls).toEqual(['read 3', 'publish 3']);
    expect(mailed).toEqual(['app-1: APPROVED', 'app-2: APPROVED', 'app-3: APPROVED']);
    const end = (id: string) => ({ applicationId: id, outcome: 'APPROVED', run: id, endedAt: NOON.toISOString() });
    expect(notifications.ends).toEqual([end('app-1'), end('app-2'), { ...end('app-3'), redriveCount: 1 }]);
  });

  test('are mailed once in any order and although they are delivered repeatedly', async () => {
    const { mailed, ports } = setUp();
    await notifyAll(ports, [endingOf('app-2'), endingOf('app-1'), endingOf('app-2')]);
    const again = await notifyAll(ports, [endingOf('app-1'), endingOf('app-3'), endingOf('app-2')]);
    expect(again.map((result) => result.status === 'fulfilled' && result.value.isSentNow)).toEqual([
      false,
      true,
      false,
    ]);
    expect(mailed).toEqual(['app-2: APPROVED', 'app-1: APPROVED', 'app-3: APPROVED']);
  });

  test('of which the topic refuses one: only that one fails, and only that one is sent again after its lease', async () => {
    const { mailed, ports } = setUp();
    const endings = ['app-1', 'app-2', 'app-3'].map((id) => endingOf(id));
    const results = await notifyAll({ ...ports, publishAll: refusing('app-2', ports.publishAll) }, endings);
    expect(statusesOf(results)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const later = { ...ports, now: () => new Date('2026-01-31T12:00:41.000Z') };
    expect(statusesOf(await notifyAll(later, endings))).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(mailed).toEqual(['app-1: APPROVED', 'app-3: APPROVED', 'app-2: APPROVED']);
  });

  test('of which the record of one cannot be read and another invocation sends one: these two are retried', async () => {
    const { mailed, notifications, ports } = setUp();
    const until = new Date('2026-01-31T12:00:40.000Z');
    await notifications.claimAll([`${arnOf('app-1')}#SUCCEEDED#${NOON.toISOString()}`], NOON, until);
    const results = await notifyAll(ports, [endingOf('app-1'), endingOf('unreadable'), endingOf('app-3')]);
    expect(results).toMatchObject([
      { reason: { name: 'TryAgainException' } },
      { reason: { name: 'TryAgainException' } },
      { value: { isSentNow: true } },
    ]);
    expect(mailed).toEqual(['app-3: APPROVED']);
  });

  test('fail if their marks cannot be stored after the mails, except those that were mailed before', async () => {
    const { notifications, ports } = setUp();
    await notifyAll(ports, [endingOf('app-1')]);
    const claimAll: NotificationBatches['claimAll'] = (...claim) => notifications.claimAll(...claim);
    const markAllSent = () => Promise.reject(new Error('The table is away.'));
    const addDuplicates: NotificationBatches['addDuplicates'] = (ends) => notifications.addDuplicates(ends);
    const broken = { ...ports, notifications: { claimAll, markAllSent, addDuplicates } };
    const results = await notifyAll(broken, [endingOf('app-1'), endingOf('app-2')]);
    expect(results).toMatchObject([{ status: 'fulfilled' }, { reason: { message: 'The table is away.' } }]);
  });

  test('of duplicates need no record; only a run whose output is not JSON fails', async () => {
    const { calls, mailed, notifications, ports } = setUp();
    const results = await notifyAll(ports, [
      endingOf('app-1', { output: '{"outcome":"DUPLICATE_IGNORED"}' }),
      endingOf('app-2', { output: 'no JSON' }),
      endingOf('app-3', { executionArn: arnOf('another') }),
    ]);
    expect(results).toMatchObject([
      { value: { applicationId: 'app-1', isSentNow: false } },
      { reason: { name: 'SyntaxError' } },
      { value: { applicationId: 'app-3', isSentNow: false } },
    ]);
    expect(calls).toEqual(['read 2']);
    expect(mailed).toEqual([]);
    expect(notifications.duplicates).toEqual([{ applicationId: 'app-1', run: 'app-1', endedAt: NOON.toISOString() }]);
  });

  test('of duplicates that cannot be stored are retried, and the others are mailed', async () => {
    const { mailed, notifications, ports } = setUp();
    notifications.addDuplicates = () => Promise.reject(new Error('The table is away.'));
    const duplicate = endingOf('app-1', { output: '{"outcome":"DUPLICATE_IGNORED"}' });
    const results = await notifyAll(ports, [duplicate, endingOf('app-2')]);
    expect(results).toMatchObject([{ reason: { message: 'The table is away.' } }, { value: { isSentNow: true } }]);
    expect(mailed).toEqual(['app-2: APPROVED']);
  });

  test('that concern no application on record are mailed without an entry for a case file', async () => {
    const { mailed, notifications, ports } = setUp();
    const foreign = { executionArn: arnOf('another'), status: 'FAILED', error: 'InvalidApplicationException' } as const;
    await notifyAll(ports, [endingOf('unknown', { status: 'FAILED' }), endingOf('app-1', foreign)]);
    expect(mailed).toEqual(['unknown: FAILED', 'app-1: INVALID']);
    expect(notifications.ends).toEqual([undefined, undefined]);
  });
});
