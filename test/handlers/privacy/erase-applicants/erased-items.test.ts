import { describe, expect, test } from '@jest/globals';
import { erasedRecord, erasedReview } from '../../../../handlers/privacy/erase-applicants/erased-items.ts';
import type { Tombstone } from '../../../../handlers/shared/application-record.ts';
import { NOON, recordOf } from '../../in-memory-applications.ts';
import { entryOf } from '../../shared/reviews/in-memory-review.ts';

const TOMBSTONE: Tombstone = {
  reason: 'OBJECTION',
  requestedBy: 'privacy-1',
  requestedAt: '2026-01-31T11:58:00.000Z',
  confirmedBy: 'privacy-2',
  confirmedAt: '2026-01-31T11:59:00.000Z',
  erasedAt: '2026-01-31T12:00:00.000Z',
};

describe('An erased record', () => {
  test('keeps ids, states, codes, times and staff, and has the tombstone', () => {
    const record = recordOf({
      state: 'REJECTED',
      name: 'evil Quillfeather',
      address: 'Wharfedale',
      email: 'q@canary.example',
      submittedBy: 'operator-1',
      reasons: ['NAME'],
      checks: [{ flagged: true, rulesVersion: 1, ruleId: 'watched', rule: 'A watched name.', met: 'evil' }],
      reviewDeadline: '2026-03-01T11:00:00.000Z',
      decisionsRequired: 2,
      decision: { decision: 'REJECT', reviewer: 'kirk', comment: 'Quillfeather lied', reviewers: ['kirk', 'uhura'] },
      version: 3,
    });
    expect(erasedRecord(record, TOMBSTONE)).toEqual({
      id: 'app-1',
      state: 'REJECTED',
      name: 'erased',
      address: 'erased',
      executionArn: record.executionArn,
      submittedAt: '2026-01-31T11:00:00.000Z',
      submittedBy: 'operator-1',
      updatedAt: '2026-01-31T11:00:00.000Z',
      reasons: ['NAME'],
      checks: [{ flagged: true, rulesVersion: 1, ruleId: 'watched', rule: 'A watched name.' }],
      reviewDeadline: '2026-03-01T11:00:00.000Z',
      decisionsRequired: 2,
      decision: { decision: 'REJECT', reviewer: 'kirk', reviewers: ['kirk', 'uhura'] },
      erasure: TOMBSTONE,
      version: 4,
    });
  });

  test('has no reason of unprocessable data and no member that this version does not know', () => {
    const unknown: object = { phone: '555 Quillfeather' };
    const record = { ...recordOf({ state: 'APPROVED', unprocessableReason: "Name 'Quillfeather'" }), ...unknown };
    expect(JSON.stringify(erasedRecord(record, TOMBSTONE))).not.toMatch(/Quillfeather|Spock|Enterprise/);
  });
});

test('An erased entry of the ledger has no comment, and keeps who decided what, when and by which code', () => {
  const at = '2026-01-31T11:30:00.000Z';
  const decided = { decision: 'REJECT', reviewer: 'kirk', at, reasonCode: 'OTHER', comment: 'Quillfeather' } as const;
  const entry = entryOf({
    state: 'REVIEW_REJECTED',
    decision: decided,
    decisions: [{ ...decided, reviewer: 'uhura', idempotencyKey: 'key-of-Quillfeather' }],
    deciding: { ...decided, tokenFingerprint: 'f', run: 'run-1' },
    audit: [{ at, what: 'ASSIGNED', who: 'supervisor-1', whom: 'kirk' }],
    closedAt: at,
    version: 7,
  });
  const erased = erasedReview(entry, NOON);
  const kept = { decision: 'REJECT', reviewer: 'kirk', at, reasonCode: 'OTHER' };
  expect(erased).toEqual({
    ...entry,
    decision: kept,
    decisions: [{ ...kept, reviewer: 'uhura' }],
    deciding: { ...kept, tokenFingerprint: 'f', run: 'run-1' },
    erasedAt: '2026-01-31T12:00:00.000Z',
    version: 8,
  });
});
