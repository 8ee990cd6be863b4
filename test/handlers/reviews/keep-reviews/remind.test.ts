import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keepReviews } from '../../../../handlers/reviews/keep-reviews/keep.ts';
import type { Mail } from '../../../../handlers/shared/notification/mail.ts';
import { NotificationsTable } from '../../../../handlers/shared/notification/notifications-table.ts';
import { createReviewLedgerTable } from '../../../../handlers/shared/reviews/ledger-table.ts';
import { entryOf } from '../../shared/reviews/in-memory-review.ts';
import { startTables, type Tables } from '../../tables.ts';

const DAY = 86_400;
let tables: Tables;
beforeAll(async () => {
  tables = await startTables();
  await tables.create('reviews', 'applicationId', 'requestedAt', 'dueAt');
  await tables.create('notifications', 'id');
});
afterAll(() => tables.stop());

let mailed: [string, string][];
let mails: Mail[];
let failures: [string, unknown][];
beforeEach(async () => {
  mailed = [];
  mails = [];
  failures = [];
  await store({ applicationId: 'app-1' });
});

const store = async (changes: Parameters<typeof entryOf>[0]) => {
  await tables.client.send(new PutCommand({ TableName: 'reviews', Item: entryOf(changes) }));
};

/** The review of app-1 is due on 3 February at 11:00. */
const remindAt = async (time: string, publish?: () => Promise<void>) => {
  const { reminded, escalated, failed } = await keepReviews({
    ledger: createReviewLedgerTable(tables.client, 'reviews'),
    findTokens: async (batch) =>
      new Map(batch.map(({ applicationId }) => [applicationId, `token of ${applicationId}`])),
    sendHeartbeat: async () => 'ALIVE',
    viewApplication: async () => undefined,
    hasRunFailed: async () => false,
    finishDecision: async () => {},
    notifications: new NotificationsTable(tables.client, 'notifications'),
    publish:
      publish ??
      (async (mail, kind) => {
        mailed.push([kind, mail.subject]);
        mails.push(mail);
      }),
    remindBeforeSeconds: DAY,
    now: () => new Date(time),
    onFailure: (...failure) => void failures.push(failure),
  });
  return { reminded, escalated, failed };
};

const entry = () => createReviewLedgerTable(tables.client, 'reviews').read('app-1');

describe('A pending review', () => {
  test('gets one reminder in the day before its due date and one escalation after it', async () => {
    expect(await remindAt('2026-02-02T10:59:59.999Z')).toEqual({ reminded: 0, escalated: 0, failed: 0 });
    expect(await remindAt('2026-02-02T11:00:00.000Z')).toEqual({ reminded: 1, escalated: 0, failed: 0 });
    expect(await remindAt('2026-02-03T10:59:59.999Z')).toEqual({ reminded: 0, escalated: 0, failed: 0 });
    expect(await remindAt('2026-02-03T11:00:00.000Z')).toEqual({ reminded: 0, escalated: 1, failed: 0 });
    expect(await remindAt('2026-02-20T11:00:00.000Z')).toEqual({ reminded: 0, escalated: 0, failed: 0 });
    expect(mailed).toEqual([
      ['reminder', 'app-1: review due soon'],
      ['escalation', 'app-1: REVIEW OVERDUE'],
    ]);
    expect(await entry()).toMatchObject({
      remindedAt: '2026-02-02T11:00:00.000Z',
      escalatedAt: '2026-02-03T11:00:00.000Z',
      version: 3,
    });
  });

  test('that was mailed but not marked is marked and not mailed again', async () => {
    expect(await remindAt('2026-02-03T12:00:00.000Z')).toMatchObject({ escalated: 1 });
    expect(mailed).toEqual([]);
    expect(await entry()).toMatchObject({ escalatedAt: '2026-02-03T12:00:00.000Z' });
  });

  test('whose mail failed is counted, does not stop the others, and is retried', async () => {
    await store({ applicationId: 'app-2', dueAt: '2026-02-03T11:30:00.000Z' });
    const failing = () => Promise.reject(new Error('no mail today'));
    expect(await remindAt('2026-02-02T12:00:00.000Z', failing)).toMatchObject({ reminded: 1, failed: 1 });
    expect(await remindAt('2026-02-02T13:00:00.000Z')).toMatchObject({ reminded: 1, failed: 0 });
    expect(mailed).toEqual([['reminder', 'app-2: review due soon']]);
  });

  test('whose mail failed is reported with its error', async () => {
    await store({ applicationId: 'app-3', dueAt: '2026-02-03T11:45:00.000Z' });
    const noMail = new Error('no mail today');
    await remindAt('2026-02-02T12:00:00.000Z', () => Promise.reject(noMail));
    expect(failures.map(([id]) => id)).toEqual(['app-3']);
    expect(failures[0]?.[1]).toBe(noMail);
    await store({ applicationId: 'app-3', state: 'REVIEW_REJECTED' });
  });

  test('gets no mail if it is being decided or has ended', async () => {
    const deciding = { decision: 'APPROVE', reviewer: 'kirk', at: '', tokenFingerprint: '', run: '' } as const;
    await store({ deciding, dueAt: '2026-02-01T00:00:00.000Z' });
    await store({ applicationId: 'app-2', state: 'REVIEW_REJECTED' });
    expect(await remindAt('2026-02-03T11:00:00.000Z')).toEqual({ reminded: 0, escalated: 0, failed: 0 });
  });

  test('is mailed with ids, times and the reviewer who has claimed it', async () => {
    const claim = { reviewer: 'kirk', until: '2026-02-04T00:30:00.000Z' };
    await store({ claim, dueAt: '2026-02-04T00:00:00.000Z' });
    await remindAt('2026-02-04T00:00:00.000Z');
    expect(mails.at(-1)?.text).toBe(
      [
        'What:        A review is overdue. A supervisor should assign or decide it.',
        'Why:         Flagged: NAME.',
        'Due:         2026-02-04T00:00:00.000Z',
        'Expires:     2026-03-02T11:00:00.000Z',
        'Held by:     kirk, until 2026-02-04T00:30:00.000Z',
        'Application: app-1',
        '',
      ].join('\n'),
    );
  });
});
