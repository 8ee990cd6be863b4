import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Answered, type Person, signIn } from '../support/api.ts';
import {
  advance,
  eventually,
  everyEightHours,
  mailbox,
  put,
  putAsApi,
  readRecord,
  recordIn,
  type System,
  startSystem,
  submit,
  tokenOf,
} from '../support/system.ts';

const FOUR_EYES = ['--context', 'reviewPolicy=workflow/review-policy.json'];
/** Both checks flag it, so the default policy requires two people. */
const BOTH_FLAGGED = { name: 'evil Spock', address: 'ABadAddress' };

const DAY_SECONDS = 86_400;

let directory: string;
let system: System;
let people: Readonly<Record<'ann' | 'bob' | 'eve' | 'max', Person>>;

const start = async (): Promise<void> => {
  system = await startSystem('--data-dir', directory, ...FOUR_EYES);
  const [ann, bob, eve, max] = await Promise.all(
    ['reviewer-1', 'reviewer-2', 'supervisor-1', 'supervisor-2'].map((name) => signIn(system, name)),
  );
  if (ann === undefined || bob === undefined || eve === undefined || max === undefined)
    throw new Error('A sample user is missing.');
  people = { ann, bob, eve, max };
};

beforeAll(async () => {
  directory = temporaryDirectory();
  await start();
});
afterAll(async () => {
  await system.stop();
  removeDirectory(directory);
});

const reviewOf = async (id: string): Promise<Answered> => people.ann.get(`/reviews/${id}`);

const inState = (id: string, state: string): Promise<Record<string, unknown>> =>
  eventually(`the review ${id} in ${state}`, async () => {
    const { status, body } = await reviewOf(id);
    return status === 200 && body.state === state ? body : undefined;
  });

const flagged = async (id: string): Promise<void> => {
  await submit(system, { id, ...BOTH_FLAGGED });
  await inState(id, 'PENDING');
};

const approve = (person: Person, id: string) => person.post(`/reviews/${id}/decision`, { decision: 'APPROVE' });
const reject = (person: Person, id: string) =>
  person.post(`/reviews/${id}/decision`, { decision: 'REJECT', reasonCode: 'OTHER', comment: 'Not convinced.' });

/** Body of a ledger entry. */
const entryOf = async (applicationId: string) => {
  const { Item } = await system.tables.send(new GetCommand({ TableName: 'reviews', Key: { applicationId } }));
  return Item as {
    readonly tokenFingerprint: string;
    readonly audit?: readonly { readonly what: string; readonly who: string }[];
  };
};

describe('A review that requires two people', () => {
  test('is decided by two people who agree; the record names both, and one mail is sent', async () => {
    await flagged('agree');
    expect(await approve(people.ann, 'agree')).toMatchObject({
      status: 200,
      body: { state: 'PENDING_SECOND', decisionsRequired: 2, decidedBy: ['reviewer-1'] },
    });
    expect(JSON.stringify((await people.bob.get('/reviews/agree')).body)).not.toContain('APPROVE');
    expect(await approve(people.ann, 'agree')).toMatchObject({ status: 403, body: { code: 'SECOND_PERSON_REQUIRED' } });
    expect(await approve(people.bob, 'agree')).toMatchObject({ status: 200, body: { state: 'REVIEW_APPROVED' } });
    expect(await recordIn(system, 'agree', 'APPROVED')).toMatchObject({
      decision: { decision: 'APPROVE', reviewer: 'reviewer-2', reviewers: ['reviewer-1', 'reviewer-2'] },
    });
    const mails = await eventually('the mail', async () => {
      const found = (await mailbox(system)).filter(({ subject }) => subject.startsWith('agree:'));
      return found.length > 0 ? found : undefined;
    });
    expect(mails).toHaveLength(1);
  });

  test('is decided by a supervisor if two people differ', async () => {
    await flagged('differ');
    await approve(people.eve, 'differ');
    expect(await reject(people.bob, 'differ')).toMatchObject({ status: 200, body: { state: 'PENDING_SUPERVISOR' } });
    expect(await approve(people.ann, 'differ')).toMatchObject({ status: 403, body: { code: 'SUPERVISOR_REQUIRED' } });
    expect(await approve(people.eve, 'differ')).toMatchObject({
      status: 403,
      body: { code: 'SECOND_PERSON_REQUIRED' },
    });
    expect((await people.max.get('/reviews/differ')).body).toMatchObject({
      decisions: [{ decision: 'APPROVE' }, { decision: 'REJECT', comment: 'Not convinced.' }],
    });
    expect(await reject(people.max, 'differ')).toMatchObject({ status: 200, body: { state: 'REVIEW_REJECTED' } });
    await recordIn(system, 'differ', 'REJECTED');
  });

  test('refuses the submitter as the second person', async () => {
    const application = { id: 'own', ...BOTH_FLAGGED };
    await putAsApi(system, 'ApplicationSubmitted', { application, submittedBy: 'reviewer-2', attributed: true });
    await inState('own', 'PENDING');
    await approve(people.ann, 'own');
    expect(await approve(people.bob, 'own')).toMatchObject({ status: 403, body: { code: 'REVIEWER_IS_SUBMITTER' } });
    const { body: listed } = await people.bob.get('/reviews?state=OPEN&sort=dueAt');
    expect(listed.items).toMatchObject([{ applicationId: 'own', state: 'PENDING_SECOND' }]);
  });

  test('does not refuse a person whom another sender than the API names as the submitter', async () => {
    await put(system, 'ApplicationSubmitted', {
      application: { id: 'forged', ...BOTH_FLAGGED },
      submittedBy: 'reviewer-2',
    });
    const pretended = {
      application: { id: 'pretended', ...BOTH_FLAGGED },
      submittedBy: 'reviewer-2',
      attributed: true,
    };
    await put(system, 'ApplicationSubmitted', pretended);
    await inState('forged', 'PENDING');
    expect(await recordIn(system, 'forged', 'FLAGGED_FOR_REVIEW')).not.toHaveProperty('submittedBy');
    await approve(people.ann, 'forged');
    expect(await approve(people.bob, 'forged')).toMatchObject({ status: 200, body: { state: 'REVIEW_APPROVED' } });
    expect(await readRecord(system, 'pretended')).toBeUndefined();
  });

  test('is requested again with a new token if somebody approves it alone with the task token', async () => {
    await flagged('by-hand');
    await approve(people.ann, 'by-hand');
    const { tokenFingerprint } = await entryOf('by-hand');
    const taskToken = await tokenOf(system, 'by-hand');
    const output = JSON.stringify({ decision: 'APPROVE', reviewer: 'mallory' });
    await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
    const renewed = await eventually('another token', async () => {
      const entry = await entryOf('by-hand');
      return entry.tokenFingerprint === tokenFingerprint ? undefined : entry;
    });
    expect(renewed.audit).toMatchObject([
      { what: 'DECIDED_FIRST', who: 'reviewer-1' },
      { what: 'INSUFFICIENT', who: 'mallory' },
    ]);
    expect((await reviewOf('by-hand')).body.state).toBe('PENDING_SECOND');
    expect(await approve(people.bob, 'by-hand')).toMatchObject({ status: 200, body: { state: 'REVIEW_APPROVED' } });
    await recordIn(system, 'by-hand', 'APPROVED');
  });

  test('is escalated and expires while it waits for the second person', async () => {
    await flagged('late');
    await approve(people.ann, 'late');
    await everyEightHours(system);
    await advance(system, 4 * DAY_SECONDS);
    await eventually('the escalation', async () =>
      (await mailbox(system)).find(({ subject }) => subject === 'late: REVIEW OVERDUE'),
    );
    await advance(system, 27 * DAY_SECONDS);
    await recordIn(system, 'late', 'REVIEW_EXPIRED');
    await inState('late', 'REVIEW_EXPIRED');
    expect((await approve(people.bob, 'late')).status).toBe(410);
  });

  test('survives kill -9 after the first decision, and keeps it', async () => {
    await flagged('killed');
    await approve(people.ann, 'killed');
    await system.kill();
    await start();
    expect((await reviewOf('killed')).body).toMatchObject({ state: 'PENDING_SECOND', decidedBy: ['reviewer-1'] });
    await approve(people.bob, 'killed');
    await recordIn(system, 'killed', 'APPROVED');
  });
});

describe('Four people who decide the same review at the same time', () => {
  test('have one outcome of two different people in each of 12 races; record, ledger and history agree', async () => {
    const everybody = Object.values(people);
    for (let race = 0; race < 12; race += 1) {
      const id = `race-${race}`;
      await flagged(id);
      const answers = await Promise.all(
        everybody.map((person, index) => ((race + index) % 3 === 0 ? reject(person, id) : approve(person, id))),
      );
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(2);
      const { body } = await reviewOf(id);
      if (body.state === 'PENDING_SUPERVISOR') {
        const decidedBy = body.decidedBy as readonly string[];
        const third = decidedBy.includes('supervisor-1') ? people.max : people.eve;
        await approve(third, id);
      }
      const review = await eventually(`the end of ${id}`, async () => {
        const { body: now } = await reviewOf(id);
        return String(now.state).startsWith('PENDING') ? undefined : now;
      });
      const record = await recordIn(system, id, review.state === 'REVIEW_APPROVED' ? 'APPROVED' : 'REJECTED');
      const { reviewers = [] } = record.decision as { readonly reviewers?: readonly string[] };
      expect(new Set(reviewers).size).toBe(2);
    }
  });
});
