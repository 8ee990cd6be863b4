import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CaseEntry, chained } from '../../case-file/entry.ts';
import { verifyFile } from '../../case-file/verify.ts';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { entryOf } from '../handlers/shared/reviews/in-memory-review.ts';
import { startApi, user } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const REQUEST = 'POST /applications/{id}/erasure';
const CONFIRM = 'POST /applications/{id}/erasure/confirmation';
const SHOW = 'GET /applications/{id}/erasure';
const first = user('privacy-1', 'privacy');
const second = user('privacy-2', 'privacy');
const auditor = user('auditor-1', 'auditor');
const reviewer = user('reviewer-1', 'reviewer');
const LONG_AGO = '2026-01-01T12:00:00.000Z';
const NOW = '2026-01-31T12:00:00.000Z';

/** A decided application whose case file is up to date. */
const decided = async (id: string, name = 'Quillfeather'): Promise<void> => {
  await api.put('applications', {
    ...recordOf({ id, state: 'APPROVED', name, version: 1, submittedAt: LONG_AGO, updatedAt: LONG_AGO }),
  });
  const source = { table: 'applications', version: 1, part: 1, parts: 1 };
  const personal = { salt: 's', name };
  await api.put('case-entries', {
    ...chained(id, undefined, { at: LONG_AGO, kind: 'SUBMITTED', source, facts: {}, personal }),
  });
};

const request = (path: string, who = first) => api.ask(REQUEST, who, { path, body: { reason: 'CONSENT_WITHDRAWN' } });

describe('The erasure of an application', () => {
  test('is requested by one person and confirmed by another', async () => {
    await decided('e-1');
    const requested = await request('e-1');
    expect([requested.status, requested.body]).toEqual([
      200,
      {
        applicationId: 'e-1',
        state: 'REQUESTED',
        reason: 'CONSENT_WITHDRAWN',
        requestedBy: 'privacy-1',
        requestedAt: NOW,
        remaining: [],
      },
    ]);
    const same = await api.ask(CONFIRM, first, { path: 'e-1' });
    expect([same.status, same.body.code]).toEqual([403, 'SECOND_PERSON_REQUIRED']);
    const confirmed = await api.ask(CONFIRM, second, { path: 'e-1' });
    expect([confirmed.status, confirmed.body]).toEqual([
      200,
      {
        applicationId: 'e-1',
        state: 'ERASED',
        reason: 'CONSENT_WITHDRAWN',
        requestedBy: 'privacy-1',
        requestedAt: NOW,
        confirmedBy: 'privacy-2',
        confirmedAt: NOW,
        erasedAt: NOW,
        remaining: [
          {
            store: 'backups',
            until: '2026-03-07T12:00:00.000Z',
            says: 'The tables can be restored to a time before the erasure until 2026-03-07T12:00:00.000Z.',
          },
        ],
      },
    ]);
    expect((await api.ask(SHOW, auditor, { path: 'e-1' })).body).toEqual(confirmed.body);
  });

  test('that is finished or requested already does not change', async () => {
    await decided('e-2');
    await request('e-2');
    const again = await api.ask(REQUEST, second, { path: 'e-2', body: { reason: 'OBJECTION' } });
    expect(again.body).toMatchObject({ reason: 'CONSENT_WITHDRAWN', requestedBy: 'privacy-1' });
    await api.ask(CONFIRM, second, { path: 'e-2' });
    const before = [await api.read('applications'), await api.read('case-entries'), await api.read('erasures')];
    for (const who of [first, second]) {
      expect((await request('e-2', who)).body.state).toBe('ERASED');
      expect((await api.ask(CONFIRM, who, { path: 'e-2' })).body.state).toBe('ERASED');
    }
    const after = [await api.read('applications'), await api.read('case-entries'), await api.read('erasures')];
    expect(after).toEqual(before);
  });

  test('is refused before the application is decided', async () => {
    await api.put('applications', { ...recordOf({ id: 'open', state: 'FLAGGED_FOR_REVIEW' }) });
    const { status, body } = await request('open');
    expect([status, body.code]).toEqual([409, 'NOT_DECIDED']);
    expect(body.detail).toBe('The application is FLAGGED_FOR_REVIEW. Its data can be erased after it is decided.');
  });

  test('is not confirmed before somebody has requested it', async () => {
    await decided('e-3');
    const { status, body } = await api.ask(CONFIRM, second, { path: 'e-3' });
    expect([status, body.code]).toEqual([409, 'ERASURE_NOT_REQUESTED']);
    expect((await api.ask(SHOW, auditor, { path: 'e-3' })).status).toBe(404);
  });

  test('of an unknown application does not exist', async () => {
    for (const path of ['unknown', 'not/an id']) {
      expect((await request(path)).status).toBe(404);
      expect((await api.ask(CONFIRM, second, { path })).status).toBe(404);
      expect((await api.ask(SHOW, auditor, { path })).status).toBe(404);
    }
  });

  test.each([
    [{}, 'reason'],
    [{ reason: 'Mr. Quillfeather asked for it' }, 'reason'],
    [{ reason: 'OBJECTION', reference: 'Mr. Quillfeather' }, 'reference'],
    [{ reason: 'OBJECTION', reference: 7 }, 'reference'],
    [{ reason: 'OBJECTION', comment: 'free text' }, 'comment'],
  ])('is refused with the body %j, because a reason is a code without free text', async (body, field) => {
    await decided('e-4');
    const answer = await api.ask(REQUEST, first, { path: 'e-4', body });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
  });

  test('says which copies remain until when', async () => {
    await decided('e-5');
    api.copies.run = { startedAt: '2026-01-20T12:00:00.000Z', stoppedAt: '2026-01-21T12:00:00.000Z' };
    const { body } = await request('e-5');
    api.copies.run = undefined;
    expect(body.remaining).toEqual([
      {
        store: 'archive',
        until: '2026-02-19T12:00:00.000Z',
        says: 'The archive of the event bus has the submission until 2026-02-19T12:00:00.000Z.',
      },
      {
        store: 'executions',
        until: '2026-04-21T12:00:00.000Z',
        says: 'Step Functions has the history of the runs with this submission until 2026-04-21T12:00:00.000Z.',
      },
    ]);
  });
});

describe('An erased application', () => {
  beforeAll(async () => {
    await decided('gone', 'evil Quillfeather');
    await request('gone');
    await api.ask(CONFIRM, second, { path: 'gone' });
  });

  test('is shown and listed with the text "erased" and its tombstone', async () => {
    const { body } = await api.ask('GET /applications/{id}', auditor, { path: 'gone' });
    expect(body).toMatchObject({ id: 'gone', state: 'APPROVED', name: 'erased', address: 'erased' });
    expect(body.erasure).toMatchObject({ requestedBy: 'privacy-1', confirmedBy: 'privacy-2', erasedAt: NOW });
    const { body: listed } = await api.ask('GET /applications', auditor, { query: { limit: '100' } });
    expect(listed.items.find(({ id }: { id: string }) => id === 'gone').name).toBe('erased');
  });

  test('has a case file that verifies and a timeline that says who erased it', async () => {
    const { body } = await api.ask('GET /applications/{id}/case-file', auditor, { path: 'gone' });
    const entries: readonly CaseEntry[] = body.entries;
    expect(entries.map(({ kind, personal }) => [kind, personal])).toEqual([
      ['SUBMITTED', undefined],
      ['ERASURE_REQUESTED', undefined],
      ['ERASURE_CONFIRMED', undefined],
      ['PERSONAL_DATA_ERASED', undefined],
    ]);
    expect(body.items).toEqual([
      { table: 'applications', version: 2, isRecent: true },
      { table: 'erasures', version: 3, isRecent: false },
    ]);
    expect(verifyFile(entries, body)).toEqual([]);
    const timeline = await api.ask('GET /applications/{id}/timeline', reviewer, { path: 'gone' });
    expect(timeline.body.items).toContainEqual({
      at: NOW,
      kind: 'event',
      what: 'Applicant’s data erased',
      who: 'privacy-2',
    });
  });

  test('has no checks in its review if nobody recorded them: the rules do not judge the text "erased"', async () => {
    await api.put('reviews', { ...entryOf(), applicationId: 'gone', state: 'REVIEW_APPROVED' });
    const { body } = await api.ask('GET /reviews/{applicationId}', reviewer, { path: 'gone' });
    expect(body.facts).toMatchObject({ name: 'erased', address: 'erased', checks: [] });
  });

  test('is not submitted a second time by the same request, whose digest is erased', async () => {
    const operator = user('kirk', 'operator');
    const asking = {
      headers: { 'idempotency-key': 'erased-key' },
      body: { application: { name: 'Thistle', address: '1 Street' } },
    };
    const { body } = await api.ask('POST /applications', operator, asking);
    await decided(body.id);
    await request(body.id);
    await api.ask(CONFIRM, second, { path: body.id });
    const again = await api.ask('POST /applications', operator, asking);
    expect([again.status, again.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(api.submitted.filter(({ id }) => id === body.id)).toHaveLength(1);
  });

  test('cannot be submitted again under its id, also not with the text that stands for its data', async () => {
    for (const name of ['evil Quillfeather', 'erased']) {
      const application = { id: 'gone', name, address: name === 'erased' ? 'erased' : '123 Enterprise Street' };
      const { status, body } = await api.ask('POST /applications', user('kirk', 'operator'), { body: { application } });
      expect([status, body.code]).toEqual([409, 'ID_TAKEN']);
    }
  });
});
