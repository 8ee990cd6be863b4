import { describe, expect, test } from '@jest/globals';
import { changeIn, readWrite } from '../../../../handlers/files/append-case-entries/change.ts';
import { describe as describeChange } from '../../../../handlers/files/append-case-entries/describe.ts';
import { V1 } from '../../shared/check-rules/rules.ts';
import { changeOf, FLAGGED, type Images, PENDING, REJECTED, recordOf, SUBMITTED } from './changes.ts';

const entriesAbout = (table: string, images: Images) => describeChange(changeOf(recordOf(table, images)), V1);
const RULES = {
  NAME: 'A name that contains "evil" needs a review by a person.',
  ADDRESS:
    'An address without a number, a space and a street after it, as in "123 Street", needs a review by a person.',
};

describe('A case file says about an erasure', () => {
  const at = '2026-02-28T12:00:00.000Z';
  const comment = 'Spock is known to the police';
  const decision = { decision: 'REJECT', reviewer: 'kirk', at, reasonCode: 'OTHER' };
  const CLOSED = { ...PENDING, state: 'REVIEW_REJECTED', closedAt: at, version: 4 };

  test('only that the record and the entry of the ledger were erased, and repeats no decision', () => {
    const record = { ...REJECTED, name: 'erased', address: 'erased', erasure: { erasedAt: at }, version: 4 };
    expect(entriesAbout('applications', { former: REJECTED, current: record })).toEqual([
      { at, kind: 'ITEM_ERASED', facts: { table: 'applications' } },
    ]);
    const former = { ...CLOSED, decisions: [{ ...decision, comment }], deciding: { ...decision, comment } };
    const current = { ...CLOSED, decisions: [decision], deciding: decision, erasedAt: at, version: 5 };
    expect(entriesAbout('reviews', { former, current })).toEqual([
      { at, kind: 'ITEM_ERASED', facts: { table: 'reviews' } },
    ]);
  });
});

describe('A case file says about an application’s record', () => {
  test('that it was submitted, when, by whom and by which run', () => {
    expect(entriesAbout('applications', { current: SUBMITTED })).toEqual([
      {
        at: '2026-01-31T11:59:58.000Z',
        kind: 'SUBMITTED',
        facts: {
          state: 'SUBMITTED',
          submittedAt: '2026-01-31T11:59:58.000Z',
          submittedBy: 'operator-1',
          run: 'run-1',
        },
        personal: { name: 'evil Spock', address: '123 Enterprise Street', email: 'spock@example.com' },
      },
    ]);
  });

  test('only that it changed if it was deleted and copied back, because it was not submitted again', () => {
    const current = { id: 'a-1', state: 'APPROVED', version: 4 };
    expect(entriesAbout('applications', { current })).toMatchObject([
      { kind: 'ITEM_CHANGED', facts: { table: 'applications', attributes: ['id', 'state', 'version'] } },
    ]);
  });

  test('each check with its result, rule, version of the rules and evidence, and that a review is requested', () => {
    expect(entriesAbout('applications', { former: SUBMITTED, current: FLAGGED })).toEqual([
      {
        at: '2026-01-31T11:59:59.000Z',
        kind: 'CHECKED',
        facts: { check: 'NAME', result: 'FLAGGED', rule: RULES.NAME, ruleId: 'watched-word', rulesVersion: 1 },
        personal: { evidence: 'evil Spock' },
      },
      {
        at: '2026-01-31T11:59:59.000Z',
        kind: 'CHECKED',
        facts: { check: 'ADDRESS', result: 'CLEAN', rule: RULES.ADDRESS, rulesVersion: 1 },
        personal: { evidence: '123 Enterprise Street' },
      },
      {
        at: '2026-01-31T11:59:59.000Z',
        kind: 'REVIEW_REQUESTED',
        facts: { state: 'FLAGGED_FOR_REVIEW', reasons: ['NAME'], reviewDeadline: '2026-03-02T12:00:00.000Z' },
      },
    ]);
  });

  test('a return with its reason, the amendment, and the checks of the amended data; texts and data are personal', () => {
    const request = {
      round: 1,
      reasonCode: 'NAME_UNCLEAR',
      questions: ['Why?'],
      reviewer: 'reviewer-1',
      deadline: 'then',
    };
    const returned = { ...FLAGGED, state: 'INFORMATION_REQUESTED', informationRequests: [request] };
    expect(entriesAbout('applications', { former: FLAGGED, current: returned })).toEqual([
      {
        at: FLAGGED.updatedAt,
        kind: 'INFORMATION_REQUESTED',
        facts: {
          state: 'INFORMATION_REQUESTED',
          round: 1,
          reasonCode: 'NAME_UNCLEAR',
          reviewer: 'reviewer-1',
          deadline: 'then',
        },
        personal: { questions: ['Why?'] },
      },
    ]);
    const amendments = [{ version: 2, name: 'Spock', amendedAt: 'now', amendedBy: 'operator-1' }];
    const amended = { ...returned, amendments };
    expect(entriesAbout('applications', { former: returned, current: amended })).toMatchObject([
      { kind: 'AMENDED', facts: { version: 2, amendedBy: 'operator-1' }, personal: { name: 'Spock' } },
    ]);
    const { reasons: _, reviewDeadline: __, ...rest } = amended;
    const again = { ...rest, state: 'SUBMITTED' };
    expect(entriesAbout('applications', { former: amended, current: again })).toMatchObject([
      { kind: 'CHECKED_AGAIN', facts: { state: 'SUBMITTED', version: 2 } },
    ]);
    expect(entriesAbout('applications', { former: again, current: { ...again, state: 'APPROVED' } })).toMatchObject([
      { kind: 'CHECKED', facts: { check: 'NAME', result: 'CLEAN' }, personal: { evidence: 'Spock' } },
      { kind: 'CHECKED', facts: { check: 'ADDRESS', result: 'CLEAN' } },
      { kind: 'OUTCOME_RECORDED', facts: { state: 'APPROVED' } },
    ]);
  });

  test('the outcome with who decided it; the comment is personal data', () => {
    expect(entriesAbout('applications', { former: FLAGGED, current: REJECTED })).toEqual([
      {
        at: '2026-01-31T12:30:00.000Z',
        kind: 'OUTCOME_RECORDED',
        facts: {
          state: 'REJECTED',
          reasons: ['NAME'],
          reviewDeadline: '2026-03-02T12:00:00.000Z',
          decision: 'REJECT',
          reviewer: 'reviewer-1',
        },
        personal: { comment: 'Spock is known to the police' },
      },
    ]);
  });

  test('that its data could not be processed; the reason, which contains the name, is personal data', () => {
    const current = {
      ...SUBMITTED,
      state: 'FLAGGED_WITH_UNPROCESSABLE_DATA',
      unprocessableReason: 'Simulated error',
      version: 2,
    };
    const [check, outcome, ...others] = entriesAbout('applications', { former: SUBMITTED, current });
    expect(check?.facts).toMatchObject({ check: 'NAME', result: 'UNPROCESSABLE' });
    expect(outcome).toMatchObject({
      kind: 'OUTCOME_RECORDED',
      facts: { state: 'FLAGGED_WITH_UNPROCESSABLE_DATA' },
      personal: { unprocessableReason: 'Simulated error' },
    });
    expect(others).toEqual([]);
  });

  test('that another run took it over', () => {
    const executionArn = SUBMITTED.executionArn.replace('run-1', 'run-2');
    const current = { ...SUBMITTED, executionArn, version: 3 };
    expect(entriesAbout('applications', { former: FLAGGED, current })).toMatchObject([
      { kind: 'SUBMITTED_AGAIN', facts: { run: 'run-2' }, personal: { name: 'evil Spock' } },
    ]);
  });

  test('which attributes another write changed, without their values', () => {
    expect(
      entriesAbout('applications', { former: SUBMITTED, current: { ...SUBMITTED, name: 'X', version: 2 } }),
    ).toEqual([
      {
        at: '2026-01-31T12:00:00.000Z',
        kind: 'ITEM_CHANGED',
        facts: { table: 'applications', attributes: ['name', 'version'], state: 'SUBMITTED' },
      },
    ]);
  });

  test('that it was removed', () => {
    const change = changeOf(recordOf('applications', { former: REJECTED }));
    expect(change.version).toBe(4);
    expect(describeChange(change, V1)).toEqual([
      { at: '2026-01-31T12:00:00.000Z', kind: 'ITEM_REMOVED', facts: { table: 'applications' } },
    ]);
  });
});

const written = (former: object, current: object) => entriesAbout('reviews', { former, current });
const CLAIMED = { at: '2026-01-31T12:10:00.000Z', what: 'CLAIMED', who: 'reviewer-1' };

describe('A case file says about a review', () => {
  test('that it was requested, never with its task token', () => {
    const entries = entriesAbout('reviews', { current: PENDING });
    expect(entries).toEqual([
      {
        at: '2026-01-31T12:00:01.000Z',
        kind: 'REVIEW_OPENED',
        facts: {
          reasons: ['NAME'],
          requestedAt: '2026-01-31T11:59:59.500Z',
          dueAt: '2026-02-03T11:59:59.500Z',
          reviewDeadline: '2026-03-02T12:00:00.000Z',
        },
      },
    ]);
  });

  test('that it was requested again with another token, and that a later run requested another review', () => {
    const again = { ...PENDING, tokenFingerprint: 'another', attempt: 2, version: 2 };
    expect(written(PENDING, again)).toMatchObject([{ kind: 'REVIEW_REQUESTED_AGAIN' }]);
    expect(JSON.stringify(written(PENDING, again))).not.toContain('another');
    const expired = { ...PENDING, state: 'REVIEW_EXPIRED', closedAt: '2026-01-31T12:20:00.000Z', version: 3 };
    expect(written(expired, { ...PENDING, version: 4 })).toMatchObject([{ kind: 'REVIEW_OPENED' }]);
  });

  test('who claimed, released and assigned it', () => {
    const assigned = { at: '2026-01-31T12:11:00.000Z', what: 'ASSIGNED', who: 'supervisor-1', whom: 'reviewer-2' };
    const former = { ...PENDING, audit: [CLAIMED], version: 2 };
    expect(written(PENDING, former)).toEqual([
      { at: '2026-01-31T12:10:00.000Z', kind: 'REVIEW_CLAIMED', facts: { who: 'reviewer-1' } },
    ]);
    expect(written(former, { ...former, audit: [CLAIMED, assigned], version: 3 })).toEqual([
      { at: assigned.at, kind: 'REVIEW_ASSIGNED', facts: { who: 'supervisor-1', whom: 'reviewer-2' } },
    ]);
  });

  test('each new audit item once, also after the list dropped its oldest items', () => {
    const item = (minute: number) => ({ ...CLAIMED, at: `2026-01-31T12:${minute}:00.000Z` });
    const former = { ...PENDING, audit: [item(10), item(11), item(12)] };
    const current = { ...PENDING, audit: [item(12), item(13), item(14)], version: 2 };
    expect(written(former, current).map(({ at }) => at)).toEqual([
      '2026-01-31T12:13:00.000Z',
      '2026-01-31T12:14:00.000Z',
    ]);
  });

  test('the renewal of a claim, of which the ledger has no audit item', () => {
    const until = (minute: number) => ({ claim: { reviewer: 'reviewer-1', until: `2026-01-31T12:${minute}:00.000Z` } });
    const entries = written({ ...PENDING, ...until(40) }, { ...PENDING, ...until(50), version: 2 });
    expect(entries).toMatchObject([
      { kind: 'ITEM_CHANGED', facts: { attributes: ['claim', 'version'], state: 'PENDING' } },
    ]);
  });

  test('the noted decision and its confirmation, with who, what and why', () => {
    const decision = {
      decision: 'REJECT',
      reviewer: 'reviewer-1',
      at: '2026-01-31T12:12:00.000Z',
      reasonCode: 'OTHER',
    };
    const comment = 'known to the police';
    const deciding = { ...PENDING, deciding: { ...decision, comment, tokenFingerprint: 'f', run: 'r' }, version: 2 };
    expect(written(PENDING, deciding)).toEqual([
      { at: decision.at, kind: 'DECISION_NOTED', facts: decision, personal: { comment } },
    ]);
    const { deciding: _, ...rest } = deciding;
    const audit = [{ at: decision.at, what: 'DECIDED', who: 'reviewer-1' }];
    const closedAt = '2026-01-31T12:12:01.000Z';
    const closed = {
      ...rest,
      state: 'REVIEW_REJECTED',
      decision: { ...decision, comment },
      closedAt,
      audit,
      version: 3,
    };
    expect(written(deciding, closed)).toEqual([
      { at: closedAt, kind: 'REVIEW_CLOSED', facts: { state: 'REVIEW_REJECTED', ...decision }, personal: { comment } },
    ]);
  });

  test('each decision of a review by several people, and that the review waits for another of them', () => {
    const first = { decision: 'APPROVE', reviewer: 'reviewer-1', at: '2026-01-31T12:12:00.000Z', comment: 'fine' };
    const second = { ...PENDING, state: 'PENDING_SECOND', decisions: [first], version: 2 };
    expect(written(PENDING, second)).toEqual([
      {
        at: first.at,
        kind: 'DECISION_NOTED',
        facts: { decision: 'APPROVE', reviewer: 'reviewer-1', at: first.at },
        personal: { comment: 'fine' },
      },
      { at: '2026-01-31T12:00:00.000Z', kind: 'REVIEW_MOVED', facts: { state: 'PENDING_SECOND' } },
    ]);
    expect(written(second, { ...second, state: 'PENDING', version: 3 })).toMatchObject([
      { kind: 'REVIEW_MOVED', facts: { state: 'PENDING' } },
    ]);
  });

  test('mails before it is due and after it is overdue', () => {
    const remindedAt = '2026-02-02T12:00:00.000Z';
    expect(written(PENDING, { ...PENDING, remindedAt, version: 2 })).toEqual([
      { at: remindedAt, kind: 'REMINDER_SENT', facts: { dueAt: '2026-02-03T11:59:59.500Z' } },
    ]);
    const escalatedAt = '2026-02-04T12:00:00.000Z';
    expect(written({ ...PENDING, remindedAt }, { ...PENDING, remindedAt, escalatedAt })).toMatchObject([
      { at: escalatedAt, kind: 'ESCALATION_SENT' },
    ]);
  });
});

test('A case file names the account of an approved application', () => {
  const current = { applicationId: 'a-1', accountId: 'account-1', openedAt: '2026-01-31T12:31:00.000Z' };
  const change = changeOf(recordOf('accounts', { current }));
  expect(change.version).toBe(1);
  expect(describeChange(change, V1)).toEqual([
    { at: '2026-01-31T12:31:00.000Z', kind: 'ACCOUNT_OPENED', facts: { accountId: 'account-1' } },
  ]);
});

test('A record of another table is no change that a file describes', () => {
  expect(changeIn(readWrite(recordOf('submissions', { current: { id: 'a-1' } })))).toBeUndefined();
});
