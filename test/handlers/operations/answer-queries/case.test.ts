import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, user } from '../../../api/api.ts';
import { recordOf } from '../../in-memory-applications.ts';
import { entryOf, FLAGGED } from '../../shared/reviews/in-memory-review.ts';

let api: Awaited<ReturnType<typeof startApi>>;
const kirk = user('kirk', 'reviewer');

beforeAll(async () => {
  api = await startApi();
  const flagged = { ...FLAGGED, name: 'evil Spock', submittedBy: 'machine' };
  await api.put('applications', { ...recordOf(flagged) });
  await api.put('reviews', { ...entryOf({ claim: { reviewer: 'kirk', until: '2026-01-31T12:10:00.000Z' } }) });
});
afterAll(() => api.stop());

describe('A case', () => {
  test('shows each check with its rule and the part of the value that was flagged', async () => {
    const { body, headers } = await api.ask('GET /reviews/{applicationId}', kirk);
    expect(headers.etag).toBe('"1"');
    expect(body.facts.checks).toEqual([
      {
        check: 'NAME',
        flagged: true,
        rule: 'A name that contains "evil" needs a review by a person.',
        value: 'evil Spock',
        met: 'evil',
        ruleId: 'watched-word',
        rulesVersion: 1,
      },
      {
        check: 'ADDRESS',
        flagged: false,
        rule: 'An address without a number, a space and a street after it, as in "123 Street", needs a review by a person.',
        value: '123 Enterprise Street',
        rulesVersion: 1,
      },
    ]);
    expect(body.claim).toEqual({ reviewer: 'kirk', until: '2026-01-31T12:10:00.000Z' });
    expect(JSON.stringify(body)).not.toContain('token');
  });

  test.each(['unknown', 'no id!', ''])('that does not exist is answered with 404: "%s"', async (path) => {
    for (const route of ['GET /reviews/{applicationId}', 'GET /applications/{id}', 'GET /applications/{id}/timeline']) {
      expect((await api.ask(route, kirk, { path })).status).toBe(404);
    }
    expect((await api.ask('POST /reviews/{applicationId}/claim', kirk, { path })).status).toBe(404);
  });
});

describe('Reviewers', () => {
  const spock = user('spock', 'reviewer');
  const picard = user('picard', 'supervisor');
  const act = (what: string, who: typeof kirk, body: unknown = {}, headers: Record<string, string> = {}) =>
    api.ask(`POST /reviews/{applicationId}/${what}`, who, { body, headers });

  test('claim, renew, take over, release and assign; all actions except renewals and refusals are in the audit list', async () => {
    await api.put('reviews', { ...entryOf() });
    const until = '2026-01-31T12:30:00.000Z';
    expect((await act('claim', kirk)).body.claim).toEqual({ reviewer: 'kirk', until });
    expect((await act('claim', kirk)).status).toBe(200);
    const refused = await act('claim', spock);
    expect([refused.status, refused.body.claimedBy, refused.body.claimedUntil]).toEqual([409, 'kirk', until]);
    expect((await act('claim', spock, { takeOver: true })).status).toBe(403);
    expect((await act('claim', picard)).status).toBe(409);
    expect((await act('claim', picard, { takeOver: true })).body.claim.reviewer).toBe('picard');
    expect((await act('release', kirk)).body.code).toBe('NOT_HOLDER');
    expect((await act('assign', picard, { reviewer: 'spock' })).body.claim.reviewer).toBe('spock');
    expect((await act('release', picard)).body).not.toHaveProperty('claim');
    const { body } = await api.ask('GET /applications/{id}/timeline', kirk);
    const steps = body.items.filter(({ at }: { at: string }) => at === '2026-01-31T12:00:00.000Z');
    expect(steps.map(({ what, who }: { what: string; who: string }) => `${what} (${who})`)).toEqual([
      'Claimed (kirk)',
      'Taken over from kirk (picard)',
      'Assigned to spock (picard)',
      'Released held by spock (picard)',
    ]);
  });

  test('get the three allowed decisions in the refusal if they send another decision', async () => {
    const { status, body } = await act('decision', kirk, { decision: 'MAYBE' });
    const detail = 'decision must be one of APPROVE, REJECT, RETURN.';
    expect([status, body.field, body.detail]).toEqual([400, 'decision', detail]);
  });

  test.each([
    [{ decision: 'REJECT' }, 'reasonCode'],
    [{ decision: 'REJECT', reasonCode: 'UGLY' }, 'reasonCode'],
    [{ decision: 'APPROVE', reasonCode: 'OTHER' }, 'reasonCode'],
    [{ decision: 'APPROVE', comment: 'x'.repeat(2001) }, 'comment'],
    [{ decision: 'APPROVE', questions: ['Why?'] }, 'questions'],
    [{ decision: 'RETURN', questions: ['Why?'] }, 'reasonCode'],
    [{ decision: 'RETURN', reasonCode: 'DUPLICATE_APPLICANT', questions: ['Why?'] }, 'reasonCode'],
    [{ decision: 'RETURN', reasonCode: 'OTHER' }, 'questions'],
    [{ decision: 'RETURN', reasonCode: 'OTHER', questions: [] }, 'questions'],
    [{ decision: 'RETURN', reasonCode: 'OTHER', questions: [' '] }, 'questions'],
    [{ decision: 'RETURN', reasonCode: 'OTHER', questions: ['x'.repeat(2001)] }, 'questions'],
    [{ decision: 'RETURN', reasonCode: 'OTHER', questions: Array(11).fill('Why?') }, 'questions'],
    [{}, 'decision'],
  ])('refuses the decision %j', async (body, field) => {
    expect((await act('decision', kirk, body)).body.field).toBe(field);
  });

  test('with If-Match decide only the version that they have read', async () => {
    await api.put('reviews', { ...entryOf({ version: 5 }) });
    const approve = { decision: 'APPROVE' };
    expect((await act('decision', kirk, approve, { 'if-match': 'W/"5"' })).body.field).toBe('if-match');
    const changed = await act('decision', kirk, approve, { 'if-match': '"4"' });
    expect([changed.status, changed.body.version]).toEqual([412, 5]);
    const decided = await act('decision', kirk, approve, { 'if-match': '"5"' });
    expect([decided.status, decided.body.state, decided.headers.etag]).toEqual([200, 'REVIEW_APPROVED', '"7"']);
    const late = await act('decision', spock, { decision: 'REJECT', reasonCode: 'OTHER' });
    expect([late.status, late.body.decidedBy, late.body.decision]).toEqual([409, 'kirk', 'APPROVE']);
  });

  test('get error messages that contain no text of the request', async () => {
    const { body } = await act('assign', picard, { reviewer: { secret: 'canary' } });
    expect(JSON.stringify(body)).not.toContain('canary');
  });
});

test('of concurrent decisions on the real table one succeeds; the others get the name and time of that decision', async () => {
  await api.put('applications', { ...recordOf(FLAGGED) });
  for (let race = 0; race < 30; race += 1) {
    api.sent.length = 0;
    await api.put('reviews', { ...entryOf() });
    const names = ['kirk', 'spock', 'mccoy', 'scotty', 'uhura'].slice(0, 2 + (race % 4));
    const answers = await Promise.all(
      names.map((name) =>
        api.ask('POST /reviews/{applicationId}/decision', user(name, 'reviewer'), { body: { decision: 'APPROVE' } }),
      ),
    );
    const winners = names.filter((_, index) => answers[index]?.status === 200);
    expect(winners).toHaveLength(1);
    expect(api.sent.map(({ reviewer }) => reviewer)).toEqual(winners);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.decidedBy, body.decidedAt]).toEqual([409, winners[0], '2026-01-31T12:00:00.000Z']);
    }
  }
});

test('the timeline contains the replays that sent the submission again, in the format of the OpenAPI document', async () => {
  await api.put('applications', { ...recordOf(FLAGGED) });
  const window = { from: '2026-01-31T10:59:59.000Z', to: '2026-01-31T11:00:01.000Z' };
  api.replays.push({ name: 'again', state: 'RUNNING', startedAt: '2026-01-31T13:00:00.000Z', ...window });
  const { body } = await api.ask('GET /applications/{id}/timeline', kirk);
  expect(body.items.at(-1)).toEqual({
    at: '2026-01-31T13:00:00.000Z',
    kind: 'replay',
    what: 'Replay again sent its submission again',
    state: 'RUNNING',
  });
});

test('an unexpected error is answered with 500 and logged only by its name', async () => {
  await api.put('reviews', { applicationId: 'broken', version: 1, state: 'PENDING', reviewDeadline: {} });
  await api.put('applications', { ...recordOf({ id: 'broken' }), name: { canary: 1 } });
  const { status, body } = await api.ask('GET /reviews/{applicationId}', kirk, { path: 'broken' });
  expect([status, body.code]).toEqual([500, 'FAILED']);
  expect(api.failures).toEqual(['GET /reviews/{applicationId} TypeError']);
});
