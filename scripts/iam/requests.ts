import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { signInByCode } from '../../cli/sign-in/code-flow.ts';
import { discover } from '../../cli/sign-in/issuer.ts';
import { visitLocalForm } from '../../cli/sign-in/local-form.ts';
import { invoke, leaveIn, recordAs, reviewAs, type System, takeFrom } from './system.ts';

type Ask = (route: string, body?: unknown, headers?: Record<string, string>) => Promise<number>;
type Answered = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type Exchange = (route: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>;

const TWO_HOURS = 7_200;
const PAST_DUE = 4 * 86_400;
/** More than half of the time that an applicant has to answer, in seconds. */
const PAST_REMINDER = 8 * 86_400;
const DAY_MS = 86_400_000;
const EVENT = {
  version: '0',
  id: '1',
  account: '000000000000',
  region: 'us-east-1',
  resources: [],
  source: 'account-applications',
  time: '2026-01-31T12:00:00Z',
  'detail-type': 'ApplicationSubmitted',
  detail: { applicationId: 'grant-check' },
};
/** Wall-clock time after which a throttled request is sent again. */
const PAUSE_MS = 200;
/** Message attributes that EventBridge and Lambda add to dead-letter messages. */
const UNDELIVERED = {
  RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/account-applications/start-account-application',
  TARGET_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application',
};
const FAILED_CALL = { RequestID: 'grant-check', ErrorCode: '200' };
const DOUBTFUL = { name: 'evil Spock', address: '123 Enterprise Street' };

/**
 * Signs in as a sample user; returns a function that sends requests to the API. A route is a method and a path with its
 * query.
 */
const exchanging = async ({ aws }: System, user: string): Promise<Exchange> => {
  const { ApiUrl = '', SignInUrl = '', UserPoolClientId = '' } = aws.outputs;
  const visit = visitLocalForm(SignInUrl, user);
  const { accessToken } = await signInByCode(await discover(SignInUrl), UserPoolClientId, visit);
  return async (route, body, headers = {}) => {
    const [method = '', path = ''] = route.split(' ');
    const all = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers };
    const request = { method, headers: all, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    let answer = await fetch(`${ApiUrl}${path}`, request);
    // Journeys ask again and again until something has happened, and some routes may be called 50 times a second only.
    for (; answer.status === 429; answer = await fetch(`${ApiUrl}${path}`, request)) await delay(PAUSE_MS);
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  };
};

/** Like `exchanging`, but the function resolves with the status only. */
const signedIn = async (system: System, user: string): Promise<Ask> => {
  const exchange = await exchanging(system, user);
  return async (...asked) => (await exchange(...asked)).status;
};

const expectStatus = (status: number, expected: number, what: string): void => {
  if (status !== expected) throw new Error(`${what} returned the status ${status}, expected ${expected}.`);
};

/**
 * Requests a replay of an empty period, and a preview of the submitted applications; waits until the preview contains
 * an event.
 */
const previewed = async (system: System): Promise<void> => {
  const operator = await exchanging(system, 'operator-1');
  expectStatus((await operator('GET /operations/archive')).status, 200, 'The archive');
  const from = '2020-01-01T00:00:00Z';
  const to = '2099-01-01T00:00:00Z';
  const nothing = { from, to: '2020-01-02T00:00:00Z' };
  expectStatus((await operator('POST /operations/replays', nothing)).status, 202, 'A replay');
  const preview = await operator('POST /operations/replays', { from, to, isPreview: true });
  expectStatus(preview.status, 202, 'A preview');
  for (let taken = 0; taken === 0; ) {
    const { status, body } = await operator(`POST /operations/previews/${preview.body.name}/take`, {});
    expectStatus(status, 200, 'The events of a preview');
    taken = (body.items as readonly unknown[]).length;
  }
};

/** Tries the rules of version 1 on the submitted applications; waits until the trial has counted one. */
const rulesTried = async (system: System): Promise<void> => {
  const operator = await exchanging(system, 'operator-1');
  const range = { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' };
  const rules = JSON.parse(await readFile(join(import.meta.dirname, '../../workflow/check-rules/v1.json'), 'utf8'));
  const start = () => operator('POST /rule-trials', { rules, ...range });
  let { status, body } = await start();
  // The preview before this trial may still be running.
  while (status === 409) ({ status, body } = await start());
  expectStatus(status, 202, 'A trial of rules');
  for (let counted = 0; counted === 0; ) {
    const trial = await operator(`POST /rule-trials/${body.id}/continue`);
    expectStatus(trial.status, 200, 'The counts of a trial');
    counted = Number(trial.body.applications);
  }
  expectStatus((await operator(`GET /rule-trials/${body.id}`)).status, 200, 'A trial');
};

/** Redrives a message of every dead-letter queue: to the state machine, to the queue or to the function. */
const redriven = async (system: System): Promise<void> => {
  const operator = await exchanging(system, 'operator-1');
  const { body } = await operator('GET /operations/queues');
  const queues = body.items as readonly { readonly name: string; readonly isForDeadLetters: boolean }[];
  for (const { name } of queues.filter(({ isForDeadLetters }) => isForDeadLetters)) {
    await leaveIn(system, name, EVENT, name === 'submissions-dlq' ? UNDELIVERED : FAILED_CALL);
    expectStatus((await operator(`GET /operations/dead-letters/${name}`)).status, 200, name);
    const { status, body: redrive } = await operator(`POST /operations/dead-letters/${name}/redrive`);
    expectStatus(status, 200, `Redriving ${name}`);
    if (redrive.sentBack === 0) await takeFrom(system, name);
  }
};

/** Reads an execution by its name and tests an event against the rules. */
const watched = async (system: System): Promise<void> => {
  const operator = await exchanging(system, 'operator-1');
  const { body } = await operator('GET /operations/executions?status=SUCCEEDED');
  const [run] = body.items as readonly { readonly name: string }[];
  const lists = ['/operations/machines', '/operations/rules', '/case-files/verification', '/measures'];
  for (const path of [`/operations/executions/${run?.name}`, ...lists])
    expectStatus((await operator(`GET ${path}`)).status, 200, path);
  const { status } = await operator('POST /operations/pattern-test', { event: EVENT });
  expectStatus(status, 200, 'Testing the patterns');
};

/** Two privacy officers erase an applicant's data; waits until the case file has all changes and the erasure is finished. */
const erased = async (system: System, id: string): Promise<void> => {
  const [first, second] = await Promise.all(['privacy-1', 'privacy-2'].map((user) => exchanging(system, user)));
  if (!first || !second) return;
  const request = await first(`POST /applications/${id}/erasure`, { reason: 'OBJECTION' });
  expectStatus(request.status, 200, 'The request of an erasure');
  for (let state: unknown; state !== 'ERASED'; ) {
    const { status, body } = await second(`POST /applications/${id}/erasure/confirmation`);
    expectStatus(status, 200, 'The confirmation of an erasure');
    state = body.state;
  }
  expectStatus((await first(`GET /applications/${id}/erasure`)).status, 200, 'An erasure');
};

/** Searches until the index has an application. */
const found = async (system: System, text: string, wanted: string): Promise<void> => {
  const reviewer = await exchanging(system, 'reviewer-1');
  for (let isFound = false; !isFound; ) {
    const { status, body } = await reviewer('POST /applications/search', { text });
    expectStatus(status, 200, 'A search');
    isFound = (body.items as readonly { readonly id: string }[]).some(({ id }) => id === wanted);
  }
};

/** A person is out of office, holds no review any more, and comes back. */
const away = async (system: System, holder: string): Promise<void> => {
  const reviewer = await signedIn(system, holder);
  const until = new Date(Date.now() + 7 * DAY_MS).toISOString().slice(0, 10);
  expectStatus(await reviewer(`POST /absences/${holder}`, { until }), 200, 'An absence');
  expectStatus(await reviewer('GET /absences'), 200, 'The absences');
  expectStatus(await reviewer(`POST /absences/${holder}/end`), 204, 'The end of an absence');
};

/** Calls every route once, and sends one submission twice. */
const everyRoute = async (system: System): Promise<void> => {
  const [operator, reviewer, supervisor] = await Promise.all(
    ['operator-1', 'reviewer-1', 'supervisor-1'].map((user) => signedIn(system, user)),
  );
  if (!operator || !reviewer || !supervisor) return;
  const key = { 'idempotency-key': 'grant-check' };
  const submission = { application: { id: 'by-api', ...DOUBTFUL } };
  for (const _ of ['sent', 'sent again']) {
    expectStatus(await operator('POST /applications', submission, key), 202, 'A submission');
  }
  await reviewAs(system, 'by-api', 'PENDING');
  for (const path of ['/claim', '/release']) expectStatus(await reviewer(`POST /reviews/by-api${path}`), 200, path);
  expectStatus(await supervisor('POST /reviews/by-api/assign', { reviewer: 'reviewer-1' }), 200, 'Assigning');
  expectStatus(await reviewer('POST /reviews/next'), 200, 'The next review');
  await away(system, 'reviewer-1');
  const assigned = { applicationId: 'by-api', version: 1, reviewer: 'reviewer-1' };
  expectStatus(await supervisor('POST /reviews/assignments', { items: [assigned] }), 200, 'Assigning many');
  expectStatus(await reviewer('POST /reviews/by-api/decision', { decision: 'APPROVE' }), 200, 'A decision');
  const again = { items: [{ applicationId: 'by-api', version: 1 }], count: 1, decision: 'APPROVE' };
  expectStatus(await reviewer('POST /reviews/bulk-decisions', again), 200, 'A bulk decision');
  await recordAs(system, 'by-api', 'APPROVED');
  await reviewAs(system, 'by-api', 'REVIEW_APPROVED');
  await found(system, 'spock', 'by-api');
  const reads = ['/me', '/applications', '/applications/by-api', '/applications/by-api/execution'];
  const files = ['/applications/by-api/case-file', '/applications/by-api/related'];
  const lists = [
    '/reviews',
    '/reviews?sort=dueAt',
    '/review-counts',
    '/reviews/by-api',
    '/applications/by-api/timeline',
  ];
  for (const path of [...reads, ...files, ...lists]) expectStatus(await reviewer(`GET ${path}`), 200, path);
  await watched(system);
  await erased(system, 'by-api');
  await redriven(system);
  await previewed(system);
  await rulesTried(system);
};

/** Returns an application to its applicant, who is reminded; the amendment arrives twice, once through the API. */
const returnedAndAmended = async (system: System): Promise<void> => {
  const [operator, reviewer] = await Promise.all(['operator-1', 'reviewer-1'].map((user) => signedIn(system, user)));
  if (!operator || !reviewer) return;
  await operator('POST /applications', { application: { id: 'returned', ...DOUBTFUL } });
  await reviewAs(system, 'returned', 'PENDING');
  const decision = { decision: 'RETURN', reasonCode: 'NAME_UNCLEAR', questions: ['Is this your real name?'] };
  expectStatus(await reviewer('POST /reviews/returned/decision', decision), 200, 'A return');
  await recordAs(system, 'returned', 'INFORMATION_REQUESTED');
  await reviewAs(system, 'returned', 'REVIEW_RETURNED');
  await system.aws.clock.advance({ seconds: PAST_REMINDER });
  const amendment = { application: { version: 2, name: 'Spock' } };
  expectStatus(await operator('POST /applications/returned/amendments', amendment), 202, 'An amendment');
  await recordAs(system, 'returned', 'APPROVED');
};

/**
 * A decision is stored, but its function crashes before it completes the task. The function keep-reviews then completes
 * the task.
 */
const leftUnfinished = async (system: System): Promise<void> => {
  const operator = await signedIn(system, 'operator-1');
  await operator('POST /applications', { application: { id: 'left-alone', ...DOUBTFUL } });
  const { tokenFingerprint } = await reviewAs(system, 'left-alone', 'PENDING');
  const { executionArn } = await recordAs(system, 'left-alone', 'FLAGGED_FOR_REVIEW');
  const deciding = { decision: 'REJECT', reviewer: 'grant-check', at: '2026-01-01T00:00:00.000Z', tokenFingerprint };
  await system.tables.send(
    new UpdateCommand({
      TableName: 'reviews',
      Key: { applicationId: 'left-alone' },
      UpdateExpression: 'SET deciding = :deciding',
      ExpressionAttributeValues: { ':deciding': { ...deciding, run: executionArn } },
    }),
  );
  await system.aws.clock.advance({ seconds: TWO_HOURS });
  await recordAs(system, 'left-alone', 'REJECTED');
};

/**
 * An operator stops the execution, and its review is decided before keep-reviews closes it. Only the execution's history
 * then shows the stop. The execution is redriven, and stopped for good.
 */
const decidedTooLate = async (system: System): Promise<void> => {
  const operator = await signedIn(system, 'operator-1');
  const reviewer = await signedIn(system, 'reviewer-1');
  await operator('POST /applications', { application: { id: 'too-late', ...DOUBTFUL } });
  await reviewAs(system, 'too-late', 'PENDING');
  const { executionArn } = await recordAs(system, 'too-late', 'FLAGGED_FOR_REVIEW');
  const run = `POST /operations/executions/${String(executionArn).split(':').at(-1)}`;
  expectStatus(await operator(`${run}/stop`), 200, 'Stopping a run');
  const status = await reviewer('POST /reviews/too-late/decision', { decision: 'APPROVE' });
  expectStatus(status, 410, 'A decision about a stopped run');
  expectStatus(await operator(`${run}/redrive`), 200, 'Redriving a run');
  expectStatus(await operator(`${run}/stop`), 200, 'Stopping a run again');
};

/** A review is overdue and its `escalatedAt` is lost. The supervisor must not be notified a second time. */
const reminded = async (system: System): Promise<void> => {
  const operator = await signedIn(system, 'operator-1');
  await operator('POST /applications', { application: { id: 'overdue', ...DOUBTFUL } });
  await reviewAs(system, 'overdue', 'PENDING');
  await system.aws.clock.advance({ seconds: PAST_DUE });
  await invoke(system, 'keep-reviews', {});
  await system.tables.send(
    new UpdateCommand({
      TableName: 'reviews',
      Key: { applicationId: 'overdue' },
      UpdateExpression: 'REMOVE escalatedAt',
    }),
  );
  await invoke(system, 'keep-reviews', {});
};

/** Paths of API requests and of the functions behind the API. */
export const REQUEST_PATHS = {
  'every route of the API': everyRoute,
  'returned to the applicant and amended': returnedAndAmended,
  'decided, then left unfinished': leftUnfinished,
  'decided too late': decidedTooLate,
  'overdue, and notified once': reminded,
};
