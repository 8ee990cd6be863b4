import { GetExecutionHistoryCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CaseEntry } from '../../case-file/entry.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Answered, type Person, signIn } from '../support/api.ts';
import { advance, clockOf } from '../support/clock.ts';
import {
  ended,
  eventually,
  everyEightHours,
  put,
  putAsApi,
  readRecord,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
  tokenOf,
} from '../support/system.ts';

const RACES = 30;
const KILLS = 6;
const DAY_SECONDS = 86_400;
const EVIL = { name: 'evil Spock', address: '123 Enterprise Street' };
const QUESTION = 'Is this your real name?';

let directory: string;
let system: System;
let people: Readonly<Record<'ann' | 'bob' | 'operator', Person>>;

const signInAll = async (): Promise<void> => {
  const [ann, bob, operator] = await Promise.all(
    ['reviewer-1', 'reviewer-2', 'operator-1'].map((name) => signIn(system, name)),
  );
  if (ann === undefined || bob === undefined || operator === undefined) throw new Error('A sample user is missing.');
  people = { ann, bob, operator };
};

const start = async (): Promise<void> => {
  system = await startSystem('--data-dir', directory);
  await signInAll();
};

beforeAll(async () => {
  directory = temporaryDirectory();
  await start();
  await everyEightHours(system);
});
afterAll(async () => {
  await system.stop();
  removeDirectory(directory);
});

const pending = async (id: string, applicant = EVIL): Promise<Record<string, unknown>> => {
  await submit(system, { id, ...applicant });
  return reviewIn(system, id, 'PENDING');
};

const RETURN = { decision: 'RETURN', reasonCode: 'NAME_UNCLEAR', questions: [QUESTION] };

const giveBack = (person: Person, id: string): Promise<Answered> => person.post(`/reviews/${id}/decision`, RETURN);

/** Submits an application and returns it to the applicant; resolves when the run waits for the amendment. */
const returned = async (id: string): Promise<Record<string, unknown>> => {
  await pending(id);
  expect(await giveBack(people.ann, id)).toMatchObject({ status: 200, body: { state: 'REVIEW_RETURNED' } });
  return recordIn(system, id, 'INFORMATION_REQUESTED');
};

const amend = (id: string, application: object, headers: Record<string, string> = {}): Promise<Answered> =>
  people.operator.post(`/applications/${id}/amendments`, { application }, headers);

const putAmended = (application: object): Promise<void> => put(system, 'ApplicationAmended', { application });

const historyOf = async (executionArn: unknown) => {
  const input = { executionArn: String(executionArn), maxResults: 1000 };
  return (await system.sfn.send(new GetExecutionHistoryCommand(input))).events ?? [];
};

const answersIn = async (executionArn: unknown, resource: string): Promise<number> =>
  (await historyOf(executionArn)).filter(
    ({ taskSucceededEventDetails }) => taskSucceededEventDetails?.resource === resource,
  ).length;

const kindsIn = async (applicationId: string): Promise<readonly string[]> => {
  await advance(system, 0);
  const query = new QueryCommand({
    TableName: 'case-entries',
    KeyConditionExpression: 'applicationId = :id',
    ExpressionAttributeValues: { ':id': applicationId },
    ConsistentRead: true,
  });
  const { Items = [] } = await system.tables.send(query);
  return (Items as CaseEntry[]).map(({ kind }) => kind);
};

/** The messages of the dead-letter queue about an application, once there is one. */
const refusedAbout = (id: string): Promise<readonly Message[]> =>
  eventually(`the refused amendment of ${id}`, async () => {
    await advance(system, 60);
    const { QueueUrl } = await system.sqs.send(new GetQueueUrlCommand({ QueueName: 'take-amendment-dlq' }));
    const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await system.sqs.send(new ReceiveMessageCommand(receive));
    const own = Messages.filter(({ Body = '' }) => Body.includes(`"${id}"`));
    return own.length > 0 ? own : undefined;
  });

describe('An application that a reviewer returns', () => {
  test('is amended by the applicant, checked again by the same run and approved; its file tells it all', async () => {
    const { executionArn, informationRequests } = await returned('clean-after');
    expect(informationRequests).toEqual([
      {
        round: 1,
        reasonCode: 'NAME_UNCLEAR',
        questions: [QUESTION],
        reviewer: 'reviewer-1',
        requestedAt: expect.stringMatching(/Z$/),
        deadline: expect.stringMatching(/Z$/),
      },
    ]);
    const wanted = { version: 2, name: 'Mister Spock' };
    expect(await amend('clean-after', wanted)).toMatchObject({ status: 202, body: { id: 'clean-after', version: 2 } });
    const record = await recordIn(system, 'clean-after', 'APPROVED');
    expect(record).toMatchObject({
      ...EVIL,
      executionArn,
      amendments: [{ version: 2, name: 'Mister Spock', amendedBy: 'operator-1' }],
    });
    expect((await ended(system, String(executionArn))).status).toBe('SUCCEEDED');
    expect(await reviewIn(system, 'clean-after', 'REVIEW_RETURNED')).toMatchObject({
      decision: { decision: 'RETURN', reviewer: 'reviewer-1', reasonCode: 'NAME_UNCLEAR', questions: [QUESTION] },
    });
    const kinds = await kindsIn('clean-after');
    for (const kind of ['INFORMATION_REQUESTED', 'AMENDED', 'CHECKED_AGAIN', 'OUTCOME_RECORDED'])
      expect(kinds.filter((each) => each === kind)).toHaveLength(1);
    const { body } = await people.ann.get('/applications/clean-after/timeline');
    const whats = (body.items as readonly { readonly what: string }[]).map(({ what }) => what);
    expect(whats).toEqual(
      expect.arrayContaining(['RETURN, NAME_UNCLEAR', 'Amended to version 2', 'Await Information']),
    );
    expect(JSON.stringify(body)).not.toContain('Mister');
    expect(JSON.stringify(body)).not.toContain(QUESTION);
  });

  test('shows reviewers the amended data, the questions and the changes; a person who amended it may not decide it', async () => {
    await returned('seen');
    const seen = { id: 'seen', version: 2, name: 'very evil Spock' };
    await putAsApi(system, 'ApplicationAmended', { application: seen, submittedBy: 'reviewer-2' });
    const review = await reviewIn(system, 'seen', 'PENDING');
    expect(review).toMatchObject({ round: 1 });
    expect(review.decision).toBeUndefined();
    expect((await people.bob.get('/reviews/seen')).body.facts).toMatchObject({
      name: 'very evil Spock',
      informationRequests: [{ round: 1, questions: [QUESTION] }],
      amendments: [{ version: 2, name: 'very evil Spock' }],
    });
    expect(JSON.stringify((await people.bob.get('/applications')).body)).not.toContain(QUESTION);
    const own = await people.bob.post('/reviews/seen/decision', { decision: 'APPROVE' });
    expect(own).toMatchObject({ status: 403, body: { code: 'REVIEWER_IS_SUBMITTER' } });
  });

  test('is returned three times; the fourth return is refused, and the review can still be decided', async () => {
    await pending('four');
    for (const round of [1, 2, 3]) {
      expect((await giveBack(people.ann, 'four')).status).toBe(200);
      const record = await recordIn(system, 'four', 'INFORMATION_REQUESTED');
      expect(record.informationRequests).toHaveLength(round);
      expect((await amend('four', { version: round + 1, name: `evil Spock ${round}` })).status).toBe(202);
      await recordIn(system, 'four', 'FLAGGED_FOR_REVIEW');
      await reviewIn(system, 'four', 'PENDING');
    }
    expect(await giveBack(people.ann, 'four')).toMatchObject({ status: 409, body: { code: 'RETURN_LIMIT' } });
    expect((await people.bob.post('/reviews/four/decision', { decision: 'APPROVE' })).status).toBe(200);
    const { executionArn } = await recordIn(system, 'four', 'APPROVED');
    expect(await answersIn(executionArn, 'sendMessage.waitForTaskToken')).toBe(4);
    expect(await answersIn(executionArn, 'invoke.waitForTaskToken')).toBe(3);
  });

  test('can be returned with the task token; a fourth return by token asks a reviewer again', async () => {
    await pending('by-token');
    for (const round of [1, 2, 3]) {
      const output = JSON.stringify({ decision: 'RETURN', questions: ['Why?'] });
      const taskToken = await tokenOf(system, 'by-token');
      await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
      const record = await recordIn(system, 'by-token', 'INFORMATION_REQUESTED');
      expect(record.informationRequests).toHaveLength(round);
      await reviewIn(system, 'by-token', 'REVIEW_RETURNED');
      await putAmended({ id: 'by-token', version: round + 1, name: 'evil Spock' });
      await reviewIn(system, 'by-token', 'PENDING');
    }
    const taskToken = await tokenOf(system, 'by-token');
    const { tokenFingerprint } = await reviewIn(system, 'by-token', 'PENDING');
    await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"decision":"RETURN","reviewer":"kirk"}' }));
    const again = await eventually('the new request', async () => {
      const entry = await reviewIn(system, 'by-token', 'PENDING');
      return entry.tokenFingerprint === tokenFingerprint ? undefined : entry;
    });
    expect(again.audit).toEqual(
      expect.arrayContaining([expect.objectContaining({ what: 'RETURN_REFUSED', who: 'kirk' })]),
    );
    expect((await readRecord(system, 'by-token'))?.state).toBe('FLAGGED_FOR_REVIEW');
  });

  test('refuses a return without a reason, without questions, with a wrong reason and in a bulk decision', async () => {
    await pending('wrong');
    const decide = (decision: object) => people.ann.post('/reviews/wrong/decision', decision);
    const refused = (field: string) => ({ status: 400, body: { field } });
    expect(await decide({ ...RETURN, reasonCode: undefined })).toMatchObject(refused('reasonCode'));
    expect(await decide({ ...RETURN, reasonCode: 'DUPLICATE_APPLICANT' })).toMatchObject(refused('reasonCode'));
    expect(await decide({ ...RETURN, questions: [] })).toMatchObject(refused('questions'));
    expect(await decide({ ...RETURN, questions: Array(11).fill('Why?') })).toMatchObject(refused('questions'));
    expect(await decide({ ...RETURN, questions: ['x'.repeat(2001)] })).toMatchObject(refused('questions'));
    expect(await decide({ decision: 'APPROVE', questions: ['Why?'] })).toMatchObject(refused('questions'));
    const bulk = { items: [{ applicationId: 'wrong', version: 1 }], count: 1, ...RETURN };
    expect((await people.ann.post('/reviews/bulk-decisions', bulk)).status).toBe(400);
    expect((await readRecord(system, 'wrong'))?.state).toBe('FLAGGED_FOR_REVIEW');
  });
});

describe('An amendment', () => {
  test('that is sent twice, with and without a key, by API and by bus, changes the application once', async () => {
    const { executionArn } = await returned('doubled');
    const wanted = { version: 2, address: '5 Vulcan Road', name: 'evil Spock' };
    const key = { 'idempotency-key': 'doubled-1' };
    const answers = await Promise.all([
      amend('doubled', wanted, key),
      amend('doubled', wanted, key),
      amend('doubled', wanted),
      putAmended({ id: 'doubled', ...wanted }),
    ]);
    expect(answers.flatMap((answer) => (answer === undefined ? [] : [answer.status]))).toEqual([202, 202, 202]);
    await reviewIn(system, 'doubled', 'PENDING');
    expect((await amend('doubled', wanted)).status).toBe(202);
    await putAmended({ id: 'doubled', ...wanted });
    await advance(system, 600);
    const record = await recordIn(system, 'doubled', 'FLAGGED_FOR_REVIEW');
    expect(record.amendments).toHaveLength(1);
    expect(await answersIn(executionArn, 'invoke.waitForTaskToken')).toBe(1);
    expect((await kindsIn('doubled')).filter((kind) => kind === 'AMENDED')).toHaveLength(1);
    const other = await amend('doubled', { version: 2, address: '6 Vulcan Road' });
    expect(other).toMatchObject({ status: 409, body: { code: 'AMENDED_BEFORE' } });
    const reused = await amend('doubled', { version: 3, address: '6 Vulcan Road' }, key);
    expect(reused.status).toBe(409);
  });

  test('that nobody asked for is refused by the API, and kept with its reason if it comes by the bus', async () => {
    await pending('unasked');
    const wanted = { version: 2, name: 'Mister Unasked' };
    expect(await amend('unasked', wanted)).toMatchObject({ status: 409, body: { code: 'AMENDMENT_NOT_REQUESTED' } });
    expect(await amend('nobody', wanted)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await amend('unasked', { version: 2 })).status).toBe(400);
    await putAmended({ id: 'unasked', ...wanted });
    await putAmended({ id: 'nobody', ...wanted });
    await putAmended({ id: 'unasked-invalid', version: 2 });
    const reasons = await Promise.all(
      ['unasked', 'nobody', 'unasked-invalid'].map(
        async (id) => (await refusedAbout(id))[0]?.MessageAttributes?.ErrorMessage?.StringValue,
      ),
    );
    expect(reasons).toEqual([
      expect.stringContaining('NOT_REQUESTED'),
      expect.stringContaining('NOT_FOUND'),
      expect.stringContaining('at least one of name, address and email'),
    ]);
    expect(reasons.join()).not.toContain('Mister');
    expect((await readRecord(system, 'unasked'))?.amendments).toBeUndefined();
  });

  test('of another version than the open request asks for is refused', async () => {
    await returned('version');
    expect(await amend('version', { version: 3, name: 'Spock' })).toMatchObject({
      status: 409,
      body: { code: 'AMENDMENT_WRONG_VERSION' },
    });
  });
});

const APPROVE = { decision: 'APPROVE' };
const statusOf = ({ status }: Answered): number => status;

/** 200 if the run took the decision, 409 if its token was no longer valid. */
const approveByToken = async (taskToken: string): Promise<number> => {
  const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(APPROVE) });
  return system.sfn.send(command).then(
    () => 200,
    () => 409,
  );
};

describe('A review that is returned and approved at the same time', () => {
  test(`has one outcome in each of ${RACES} races: record, ledger, file and execution agree`, async () => {
    for (let race = 0; race < RACES; race += 1) {
      const id = `race-${race}`;
      await pending(id);
      const taskToken = await tokenOf(system, id);
      const isByToken = race % 3 === 2;
      const approve = (): Promise<number> =>
        isByToken ? approveByToken(taskToken) : people.bob.post(`/reviews/${id}/decision`, APPROVE).then(statusOf);
      // The first request of the pair wins more often.
      const racing =
        race % 2 === 0
          ? [giveBack(people.ann, id).then(statusOf), approve()]
          : [approve(), giveBack(people.ann, id).then(statusOf)];
      const answers = await Promise.all(racing);
      const [back, approved] = race % 2 === 0 ? answers : answers.toReversed();
      expect([back, approved].toSorted()).toEqual([200, 409]);
      const isReturned = back === 200;
      const { executionArn } = await recordIn(system, id, isReturned ? 'INFORMATION_REQUESTED' : 'APPROVED');
      await reviewIn(system, id, isReturned ? 'REVIEW_RETURNED' : 'REVIEW_APPROVED');
      expect(await answersIn(executionArn, 'sendMessage.waitForTaskToken')).toBe(1);
      const kinds = await kindsIn(id);
      expect(kinds.includes('INFORMATION_REQUESTED')).toBe(isReturned);
      expect(kinds.includes('OUTCOME_RECORDED')).toBe(!isReturned);
    }
  });
});

describe('A system that is killed after an amendment was accepted', () => {
  test('takes the amendment after the restart, once', async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const id = `killed-${kill}`;
      const { executionArn } = await returned(id);
      const sent = amend(id, { version: 2, name: 'Mister Spock' }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, kill * 8));
      await system.kill();
      const answered = await sent;
      await start();
      if (answered === undefined) expect((await amend(id, { version: 2, name: 'Mister Spock' })).status).toBe(202);
      const record = await recordIn(system, id, 'APPROVED');
      expect(record).toMatchObject({ executionArn, amendments: [{ version: 2 }] });
      expect((await ended(system, String(executionArn))).status).toBe('SUCCEEDED');
      expect(await answersIn(executionArn, 'invoke.waitForTaskToken')).toBe(1);
    }
  });
});

describe('No task token', () => {
  test('of a wait for the applicant is in a record, the ledger, an answer of the API or the output of the system', async () => {
    const { executionArn } = await returned('secret');
    const key = { TableName: 'information-requests', Key: { applicationId: 'secret' }, ConsistentRead: true };
    const token = String((await system.tables.send(new GetCommand(key))).Item?.taskToken);
    expect(token.length).toBeGreaterThan(40);
    const run = String(executionArn).replace(/^.*:/, '');
    const paths = [
      '/applications/secret',
      '/applications/secret/timeline',
      '/applications/secret/execution',
      '/applications/secret/case-file',
      '/reviews/secret',
    ];
    const answers = await Promise.all([
      ...paths.map((path) => people.ann.get(path)),
      people.operator.get('/applications/secret/execution'),
      people.operator.get(`/operations/executions/${run}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(token);
    expect(JSON.stringify(await readRecord(system, 'secret'))).not.toContain(token);
    expect(JSON.stringify(await reviewIn(system, 'secret', 'REVIEW_RETURNED'))).not.toContain(token);
    expect(system.printed()).not.toContain(token);
  });
});

describe('An applicant who does not answer', () => {
  test('is reminded after a week; after two weeks the application expires, and a late amendment is refused', async () => {
    await returned('late');
    await advance(system, 8 * DAY_SECONDS);
    expect((await readRecord(system, 'late'))?.state).toBe('INFORMATION_REQUESTED');
    const record = await readRecord(system, 'late');
    const waits = (await historyOf(record?.executionArn)).filter(
      ({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === 'Await Information',
    );
    expect(waits).toHaveLength(2);
    await advance(system, 7 * DAY_SECONDS);
    const { executionArn } = await recordIn(system, 'late', 'REVIEW_EXPIRED');
    expect((await ended(system, String(executionArn))).status).toBe('SUCCEEDED');
    const [{ deadline } = { deadline: '' }] = (record?.informationRequests ?? []) as { readonly deadline: string }[];
    expect(await clockOf(system)).toBeGreaterThan(Date.parse(deadline));
    const wanted = { version: 2, name: 'Mister Late' };
    expect(await amend('late', wanted)).toMatchObject({ status: 409, body: { code: 'AMENDMENT_TOO_LATE' } });
    await putAmended({ id: 'late', ...wanted });
    const [refused] = await refusedAbout('late');
    expect(refused?.MessageAttributes?.ErrorMessage?.StringValue).toContain('TOO_LATE');
    expect((await readRecord(system, 'late'))?.amendments).toBeUndefined();
  });

  test('is still waited for after a reminder: an amendment in the second week is taken', async () => {
    const { executionArn } = await returned('second-week');
    await advance(system, 9 * DAY_SECONDS);
    await signInAll();
    expect((await amend('second-week', { version: 2, name: 'Mister Spock' })).status).toBe(202);
    await recordIn(system, 'second-week', 'APPROVED');
    expect((await ended(system, String(executionArn))).status).toBe('SUCCEEDED');
  });
});
