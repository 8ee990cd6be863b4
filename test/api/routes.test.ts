import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  MAX_COMMENT_LENGTH,
  MAX_PAGE_SIZE,
  MAX_QUESTIONS,
  MAX_RETURNS,
  MAX_SEARCH_TEXT_LENGTH,
  SEARCH_PAGE_SIZE,
} from '../../api/limits.ts';
import {
  BULK_RESULTS,
  DECISION_REASONS,
  ERASURE_REASONS,
  EXECUTION_STATUSES,
  FINAL_VERDICTS,
  IDENTIFYING,
  REASON_CODES,
  REPLAY_FATES,
  RETURN_REASONS,
  REVIEW_SORTS,
  REVIEW_STATE_FILTERS,
  SORT_ORDERS,
  VERDICTS,
} from '../../api/reason-codes.ts';
import { ROLES } from '../../api/roles.ts';
import { ROUTES } from '../../api/routes.ts';
import { APPLICATION_STATES, REVIEW_REASONS, REVIEW_STATES } from '../../events/states.ts';
import { newTrial } from '../../handlers/operations/replay-archive/rule-trial/trial.ts';
import { recordOf } from '../handlers/in-memory-applications.ts';
import { V1 } from '../handlers/shared/check-rules/rules.ts';
import { entryOf, FLAGGED } from '../handlers/shared/reviews/in-memory-review.ts';
import { type Asking, OPENAPI, oauthClient, startApi, user, type Who } from './api.ts';

let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const DAY = { from: '2026-01-30T12:00:00Z', to: '2026-01-31T12:00:00Z' };
const TRIAL = newTrial({ id: 'preview-rules-1', ...DAY, startedAt: DAY.to, startedBy: 'spock', rules: V1 });

/** An erasure that nobody has confirmed yet. */
const ERASURE = {
  applicationId: 'decided',
  state: 'REQUESTED',
  reason: 'OBJECTION',
  requestedBy: 'another',
  requestedAt: DAY.to,
  version: 1,
};

const REQUESTS: Readonly<Record<string, Asking>> = {
  'POST /applications': { body: { application: { name: 'Spock', address: '123 Street' } } },
  'POST /applications/{id}/amendments': { body: { application: { version: 2, name: 'Spock' } } },
  'POST /reviews/{applicationId}/assign': { body: { reviewer: 'mccoy' } },
  'POST /reviews/{applicationId}/decision': { body: { decision: 'APPROVE' } },
  'POST /reviews/bulk-decisions': {
    body: { items: [{ applicationId: 'nobody', version: 1 }], count: 1, decision: 'APPROVE' },
  },
  'POST /reviews/assignments': { body: { items: [{ applicationId: 'nobody', version: 1, reviewer: 'mccoy' }] } },
  'POST /absences/{username}': { path: 'the-reviewer', body: { until: '2026-02-10' } },
  'POST /absences/{username}/end': { path: 'the-reviewer' },
  'POST /operations/replays': { body: { from: '2026-01-30T12:00:00Z', to: '2026-01-31T12:00:00Z' } },
  'POST /operations/previews/{name}/take': { path: 'preview-1' },
  'POST /applications/search': { body: { text: 'spock' } },
  'POST /rule-trials': { body: { rules: V1, ...DAY } },
  'GET /rule-trials/{id}': { path: TRIAL.id },
  'POST /rule-trials/{id}/continue': { path: TRIAL.id },
  'GET /applications/{id}/erasure': { path: 'decided' },
  'POST /applications/{id}/erasure': { path: 'decided', body: { reason: 'OBJECTION' } },
  'POST /applications/{id}/erasure/confirmation': { path: 'decided' },
  'GET /operations/dead-letters/{queue}': { path: 'some-dlq' },
  'POST /operations/dead-letters/{queue}/redrive': { path: 'some-dlq' },
  'POST /operations/executions/{execution}/stop': { path: 'active-run' },
  'POST /operations/executions/{execution}/redrive': { path: 'unknown-run' },
  'POST /operations/pattern-test': { body: { event: { source: 'account-applications' } } },
};

const WATCHERS = ['supervisor', 'operator', 'auditor'];
const READERS = ['reviewer', 'supervisor', 'operator', 'auditor'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'GET /me': ['applicant-service', ...READERS, 'privacy'],
  'POST /applications': ['applicant-service', 'operator'],
  'POST /applications/{id}/amendments': ['applicant-service', 'operator'],
  'GET /applications': [...READERS, 'privacy'],
  'POST /applications/search': [...READERS, 'privacy'],
  'GET /applications/{id}': [...READERS, 'privacy'],
  'GET /applications/{id}/related': [...READERS, 'privacy'],
  'GET /applications/{id}/timeline': READERS,
  'GET /applications/{id}/execution': READERS,
  'GET /applications/{id}/case-file': [...READERS, 'privacy'],
  'GET /applications/{id}/erasure': [...WATCHERS, 'privacy'],
  'POST /applications/{id}/erasure': ['privacy'],
  'POST /applications/{id}/erasure/confirmation': ['privacy'],
  'GET /case-files/verification': [...WATCHERS, 'privacy'],
  'GET /measures': READERS,
  'GET /reviews': READERS,
  'GET /review-counts': READERS,
  'GET /reviews/{applicationId}': READERS,
  'POST /reviews/{applicationId}/claim': ['reviewer', 'supervisor'],
  'POST /reviews/{applicationId}/release': ['reviewer', 'supervisor'],
  'POST /reviews/{applicationId}/assign': ['supervisor'],
  'POST /reviews/{applicationId}/decision': ['reviewer', 'supervisor'],
  'POST /reviews/bulk-decisions': ['reviewer', 'supervisor'],
  'POST /reviews/assignments': ['supervisor'],
  'POST /reviews/next': ['reviewer', 'supervisor'],
  'GET /absences': ['reviewer', 'supervisor'],
  'POST /absences/{username}': ['reviewer', 'supervisor'],
  'POST /absences/{username}/end': ['reviewer', 'supervisor'],
  'GET /operations/executions': WATCHERS,
  'GET /operations/executions/{execution}': WATCHERS,
  'POST /operations/executions/{execution}/stop': ['operator'],
  'POST /operations/executions/{execution}/redrive': ['operator'],
  'GET /operations/machines': WATCHERS,
  'GET /operations/rules': WATCHERS,
  'POST /operations/pattern-test': WATCHERS,
  'GET /operations/queues': WATCHERS,
  'GET /operations/dead-letters/{queue}': WATCHERS,
  'POST /operations/dead-letters/{queue}/redrive': ['operator'],
  'GET /operations/archive': WATCHERS,
  'POST /operations/replays': ['operator'],
  'POST /operations/previews/{name}/take': ['operator'],
  'POST /rule-trials': ['operator'],
  'GET /rule-trials/{id}': ['operator'],
  'POST /rule-trials/{id}/continue': ['operator'],
};

/** Routes that only start something. */
const ACCEPTED = [
  'POST /applications',
  'POST /applications/{id}/amendments',
  'POST /operations/replays',
  'POST /rule-trials',
];

const statusOf = (route: string): number => {
  if (ACCEPTED.includes(route)) return 202;
  return route === 'POST /absences/{username}/end' ? 204 : 200;
};

const REQUEST = {
  round: 1,
  reasonCode: 'NAME_UNCLEAR',
  questions: ['Is this your real name?'],
  requestedAt: '2026-01-31T11:30:00.000Z',
  deadline: '2099-01-31T11:30:00.000Z',
} as const;
/** The record that a route needs to succeed. */
const recordFor = (route: string) =>
  route.endsWith('/amendments')
    ? recordOf({ state: 'INFORMATION_REQUESTED', informationRequests: [REQUEST] })
    : recordOf(FLAGGED);

const PROTECTION = {
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

const whoIs = (role: string): Who => (role === 'applicant-service' ? oauthClient : user(`the-${role}`, role));

describe('Every route, called with every role', () => {
  const table = Object.keys(ROUTES).flatMap((route) =>
    ROLES.map((role) => [route, role, ALLOWED[route]?.includes(role) ?? false] as const),
  );

  test('is in the table of routes', () => {
    expect(Object.keys(ALLOWED).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    expect(table).toHaveLength(264);
  });

  test.each(table)('%s as %s: %s', async (route, role, isAllowed) => {
    await api.put('applications', { ...recordFor(route) });
    await api.put('applications', { ...recordOf({ id: 'decided', state: 'APPROVED' }) });
    await api.put('erasures', ERASURE);
    await api.put('reviews', { ...entryOf() });
    await api.put('rule-trials', { id: TRIAL.id, version: 1, trial: JSON.stringify(TRIAL) });
    const { status, body, headers } = await api.ask(route, whoIs(role), REQUESTS[route]);
    expect(headers).toMatchObject(PROTECTION);
    if (isAllowed) expect(status).toBe(statusOf(route));
    else expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  });

  test.each(Object.keys(ROUTES))('%s is refused without a role and without an access token', async (route) => {
    const isForAll = route === 'GET /me';
    expect((await api.ask(route, user('nobody'), REQUESTS[route])).status).toBe(isForAll ? 200 : 403);
    expect((await api.ask(route, { client_id: 'other', token_use: 'access' }, REQUESTS[route])).status).toBe(
      isForAll ? 200 : 403,
    );
    const idToken = { ...user('kirk', ...READERS), token_use: 'id' };
    expect((await api.ask(route, idToken, REQUESTS[route])).status).toBe(403);
    expect((await api.ask(route, {}, REQUESTS[route])).status).toBe(403);
  });

  test('a user does not become the applicant service by a group of that name or by a scope', async () => {
    const pretender = { ...user('kirk', 'applicant-service'), scope: 'applications/submit' };
    expect((await api.ask('POST /applications', pretender, REQUESTS['POST /applications'])).status).toBe(403);
  });
});

const operator = user('scott', 'operator');

describe('A queue that SQS refuses to read', () => {
  test('is listed without counts, beside the other queues', async () => {
    const { status, body } = await api.ask('GET /operations/queues', operator);
    expect([status, body.items]).toEqual([
      200,
      [
        { name: 'some-queue', waiting: 1, inFlight: 0, isForDeadLetters: false, deadLetterQueue: 'some-dlq' },
        { name: 'some-dlq', waiting: 1, inFlight: 0, isForDeadLetters: true },
        { name: 'closed-dlq', notReadable: 'AccessDenied', isForDeadLetters: true },
      ],
    ]);
  });

  test('has a page that shows the error', async () => {
    const { status, body } = await api.ask('GET /operations/dead-letters/{queue}', operator, { path: 'closed-dlq' });
    expect([status, body]).toEqual([200, { queue: 'closed-dlq', notReadable: 'AccessDenied', plan: [], items: [] }]);
  });

  test('is not concerned if chosen messages of another queue are redriven; ids must be ids', async () => {
    const route = 'POST /operations/dead-letters/{queue}/redrive';
    const chosen = await api.ask(route, operator, { path: 'some-dlq', body: { ids: ['m-1', 'm-2'] } });
    expect(chosen.body).toEqual({ sentBack: 2, refused: [{ reason: 'Error', count: 2 }], hasMore: false });
    for (const ids of [[], 'm-1', [1], ['a b'], Array(51).fill('m')]) {
      const { status, body } = await api.ask(route, operator, { path: 'some-dlq', body: { ids } });
      expect([status, body.field]).toEqual([400, 'ids']);
    }
  });

  test('cannot be redriven', async () => {
    const route = 'POST /operations/dead-letters/{queue}/redrive';
    const { status, body } = await api.ask(route, operator, { path: 'closed-dlq' });
    expect([status, body.code]).toEqual([409, 'QUEUE_NOT_READABLE']);
    expect(body.detail).toContain('closed-dlq: AccessDenied');
  });
});

describe('A member that the OpenAPI document does not have', () => {
  const posts = Object.keys(ROUTES).filter((route) => route.startsWith('POST '));

  test.each(posts)('is refused by %s, which names the known members', async (route) => {
    const { body = {}, ...asking } = REQUESTS[route] ?? {};
    const who = route === 'POST /applications' ? oauthClient : user('kirk', 'operator', 'supervisor', 'privacy');
    const answer = await api.ask(route, who, { ...asking, body: { ...(body as object), misspelt: true } });
    expect([answer.status, answer.body.field]).toEqual([400, 'misspelt']);
    expect(answer.body.detail).toMatch(
      /^misspelt is not a member of this request\. (Known members: \w|This request has no members)/,
    );
  });

  test.each([
    [
      'POST /operations/replays',
      { from: '2026-01-30T12:00:00Z', to: '2026-01-31T12:00:00Z', preview: true },
      'preview',
    ],
    ['POST /applications', { application: { name: 'Spock', adress: '123 Street' } }, 'application.adress'],
    ['POST /applications', { 'application.name': 'Spock' }, 'application.name'],
    ['POST /applications', { application: { constructor: 'Spock' } }, 'application.constructor'],
  ])('is named in the refusal of %s with the body %j', async (route, body, field) => {
    const answer = await api.ask(route, operator, { body });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
  });

  test('is accepted in the event of a pattern test, because an event may have any members', async () => {
    const event = { source: 'account-applications', anything: { at: 'all' } };
    expect((await api.ask('POST /operations/pattern-test', operator, { body: { event } })).status).toBe(200);
  });

  test('is reported only to callers who may use the route', async () => {
    const answer = await api.ask('POST /operations/replays', user('nobody'), { body: { preview: true } });
    expect(answer.status).toBe(403);
  });
});

test.each(['true', 1, null, {}])('isPreview %j starts no replay', async (isPreview) => {
  const body = { from: '2026-01-30T12:00:00Z', to: '2026-01-31T12:00:00Z', isPreview };
  const answer = await api.ask('POST /operations/replays', operator, { body });
  expect([answer.status, answer.body.field]).toEqual([400, 'isPreview']);
});

const STATES = { ApplicationState: APPLICATION_STATES, ReviewState: REVIEW_STATES, ReviewReason: REVIEW_REASONS };
const CODES = {
  Role: ROLES,
  Verdict: VERDICTS,
  FinalVerdict: FINAL_VERDICTS,
  ReturnReason: RETURN_REASONS,
  DecisionReason: DECISION_REASONS,
  ReasonCode: REASON_CODES,
  BulkResult: BULK_RESULTS,
  ErasureReason: ERASURE_REASONS,
  ReviewStateFilter: REVIEW_STATE_FILTERS,
  ReviewSort: REVIEW_SORTS,
  SortOrder: SORT_ORDERS,
  ExecutionStatus: EXECUTION_STATUSES,
  ReplayFate: REPLAY_FATES,
  Identifying: IDENTIFYING,
};

describe('The OpenAPI document', () => {
  const operations = Object.entries(OPENAPI.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );

  test('contains the routes of the API with their roles', () => {
    const described = Object.fromEntries(operations.map(([route, operation]) => [route, operation['x-roles']]));
    expect(described).toEqual(Object.fromEntries(Object.entries(ROUTES).map(([route, { roles }]) => [route, roles])));
  });

  test.each(Object.entries({ ...STATES, ...CODES }))('contains the same values of %s as the code', (name, values) => {
    expect(OPENAPI.components.schemas[name]).toMatchObject({ enum: [...values] });
  });

  test('contains no named enumeration that the code does not list, except the states of replays, which AWS defines', () => {
    const named = Object.entries(OPENAPI.components.schemas).filter(([, schema]) => 'enum' in schema);
    const known = [...Object.keys({ ...STATES, ...CODES }), 'ReplayState'];
    expect(named.map(([name]) => name).toSorted()).toEqual(known.toSorted());
  });

  test('contains the same limits as the code', () => {
    const { schemas } = OPENAPI.components;
    expect(schemas.Decision).toMatchObject({
      properties: {
        comment: { maxLength: MAX_COMMENT_LENGTH },
        questions: { maxItems: MAX_QUESTIONS, items: { maxLength: MAX_COMMENT_LENGTH } },
      },
    });
    expect(schemas.Search).toMatchObject({
      properties: { text: { maxLength: MAX_SEARCH_TEXT_LENGTH }, limit: { maximum: SEARCH_PAGE_SIZE } },
    });
    expect(schemas.InformationRequest).toMatchObject({ properties: { round: { maximum: MAX_RETURNS } } });
    expect(schemas.Amendment).toMatchObject({ properties: { version: { maximum: MAX_RETURNS + 1 } } });
    for (const path of ['/applications', '/reviews', '/case-files/verification'])
      expect(OPENAPI.paths[path]?.get).toMatchObject({
        parameters: expect.arrayContaining([
          expect.objectContaining({ name: 'limit', schema: expect.objectContaining({ maximum: MAX_PAGE_SIZE }) }),
        ]),
      });
  });

  test('allows no task token in any answer', () => {
    expect(JSON.stringify(OPENAPI)).not.toMatch(/token"?:/i);
    expect(JSON.stringify(OPENAPI.components.schemas)).not.toMatch(/taskToken/i);
  });
});
