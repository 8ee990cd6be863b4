import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { signIn } from '../support/api.ts';
import {
  advance,
  eventually,
  everyEightHours,
  mailbox,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const DEADLINE_DAYS = 396;

let system: System;
beforeAll(async () => {
  system = await startSystem('--context', `reviewDeadlineDays=${DEADLINE_DAYS}`);
  // This test needs neither the reconciler nor erasures, whose hourly runs in thirteen months would take most of the time.
  for (const Name of ['reconcile-outcomes', 'erase-applicants'])
    await system.events.send(new DisableRuleCommand({ Name }));
});
afterAll(async () => {
  await system.stop();
});

const review = async () => {
  const read = new GetCommand({ TableName: 'reviews', Key: { applicationId: 'patient' }, ConsistentRead: true });
  return (await system.tables.send(read)).Item;
};
const reviewWith = (what: string, holds: (item: Record<string, unknown>) => boolean) =>
  eventually(what, async () => {
    const item = await review();
    return item !== undefined && holds(item) ? item : undefined;
  });
const isPending = ({ state }: Record<string, unknown>) => state === 'PENDING';
const mailed = async (subject: string) =>
  (await mailbox(system)).filter((mail) => mail.subject === `patient: ${subject}`).length;

test('A review waits 13 months through reminder, escalation and claims, and expires at its deadline', async () => {
  await submit(system, { id: 'patient', name: 'evil Spock', address: '123 Street' });
  const { requestedAt } = await reviewWith('the review', isPending);
  expect((await (await signIn(system, 'reviewer-1')).post('/reviews/patient/claim')).status).toBe(200);

  await advance(system, 2 * DAY + HOUR);
  await reviewWith('the reminder', ({ remindedAt }) => remindedAt !== undefined);
  expect([await mailed('review due soon'), await mailed('REVIEW OVERDUE')]).toEqual([1, 0]);
  await advance(system, DAY);
  await reviewWith('the escalation', ({ escalatedAt }) => escalatedAt !== undefined);
  expect([await mailed('review due soon'), await mailed('REVIEW OVERDUE')]).toEqual([1, 1]);

  for (let month = 1; month <= 13; month += 1) {
    // After the first month the hourly schedules run every eight hours, which is enough for the heartbeats.
    if (month === 2) await everyEightHours(system, ['keep-reviews']);
    await advance(system, 30 * DAY);
    await reviewWith(`the review after ${month} months`, isPending);
    const reviewer = await signIn(system, `reviewer-${1 + (month % 2)}`);
    expect((await reviewer.post('/reviews/patient/claim')).status).toBe(200);
    // There is no second reminder. The mailbox deletes the mail after 90 days, in the third month.
    const kept = month < 3 ? 1 : 0;
    if (month !== 3) expect([await mailed('review due soon'), await mailed('REVIEW OVERDUE')]).toEqual([kept, kept]);
  }
  const deadline = Date.parse(String(requestedAt)) + DEADLINE_DAYS * DAY * 1000;
  const now = async () => {
    const clock = (await (await fetch(`${system.endpoint}/_local/clock`)).json()) as { now: string };
    return Date.parse(clock.now);
  };
  await advance(system, Math.floor((deadline - (await now())) / 1000) - HOUR);
  await recordIn(system, 'patient', 'FLAGGED_FOR_REVIEW');
  await advance(system, HOUR + 60);
  const record = await recordIn(system, 'patient', 'REVIEW_EXPIRED');
  expect(Math.abs(Date.parse(String(record.reviewDeadline)) - deadline)).toBeLessThan(60_000);
  await reviewWith('the end of the review', ({ state }) => state === 'REVIEW_EXPIRED');
  const late = await (await signIn(system, 'reviewer-1')).post('/reviews/patient/decision', { decision: 'APPROVE' });
  expect([late.status, late.body.code]).toEqual([410, 'REVIEW_EXPIRED']);
  expect(await mailed('REVIEW_EXPIRED')).toBe(1);
});
