import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Measures, Spread } from '../../api/types.generated.ts';
import type { ReviewEntry } from '../../handlers/shared/reviews/entry.ts';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Person, signIn } from '../support/api.ts';
import {
  advance,
  eventually,
  everyEightHours,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const HOUR_SECONDS = 3_600;
const STREET = '123 Enterprise Street';
const DOUBTFUL = { name: 'evil Spock', address: STREET };
/** Both checks flag it, so the policy of this test requires two people. */
const BOTH_FLAGGED = { name: 'evil Spock', address: 'ABadAddress' };
const POLICY = { twoPeople: { reasons: [['NAME', 'ADDRESS']], samplePercent: 0 }, secondSeesFirst: true };

const decide = async (person: Person, id: string, decision: 'APPROVE' | 'REJECT', reasonCode = 'OTHER') => {
  const body = decision === 'APPROVE' ? { decision } : { decision, reasonCode };
  expect([id, (await person.post(`/reviews/${id}/decision`, body)).status]).toEqual([id, 200]);
};

describe('The measures of twelve reviews with hours between their steps', () => {
  let system: System;
  let directory: string;
  let supervisor: Person;
  let reviewer: Person;
  beforeAll(async () => {
    directory = temporaryDirectory();
    const policy = join(directory, 'policy.json');
    writeFileSync(policy, JSON.stringify(POLICY));
    system = await startSystem('--context', `reviewPolicy=${policy}`);
    await everyEightHours(system);
    const [ann, bob, eve] = await Promise.all(
      ['reviewer-1', 'reviewer-2', 'supervisor-1'].map((name) => signIn(system, name)),
    );
    if (ann === undefined || bob === undefined || eve === undefined) throw new Error('A sample user is missing.');
    supervisor = eve;
    reviewer = ann;
    for (const id of ['clean-1', 'clean-2']) await submit(system, { id, name: 'Spock', address: STREET });
    await submit(system, { id: 'unreadable', name: 'UNPROCESSABLE_DATA', address: STREET });
    const alone = Array.from({ length: 8 }, (_, index) => `r-${index + 1}`);
    const double = Array.from({ length: 4 }, (_, index) => `d-${index + 1}`);
    for (const id of alone) await submit(system, { id, ...DOUBTFUL });
    for (const id of double) await submit(system, { id, ...BOTH_FLAGGED });
    for (const id of [...alone, ...double]) await reviewIn(system, id, 'PENDING');

    await advance(system, HOUR_SECONDS);
    for (const id of ['r-1', 'r-2', 'r-3']) expect((await ann.post(`/reviews/${id}/claim`)).status).toBe(200);
    await advance(system, HOUR_SECONDS);
    for (const id of ['r-1', 'r-2', 'r-3']) await decide(ann, id, 'APPROVE');
    await advance(system, HOUR_SECONDS);
    await decide(bob, 'r-4', 'REJECT');
    await decide(bob, 'r-5', 'REJECT', 'DUPLICATE_APPLICANT');
    for (const id of ['d-1', 'd-2', 'd-3']) await decide(ann, id, 'APPROVE');
    await advance(system, HOUR_SECONDS);
    await decide(bob, 'd-1', 'APPROVE');
    await decide(bob, 'd-2', 'REJECT');
    await advance(system, HOUR_SECONDS);
    await decide(eve, 'd-2', 'REJECT');
    await advance(system, 91 * HOUR_SECONDS);
    await decide(ann, 'r-6', 'APPROVE');
    await recordIn(system, 'r-6', 'APPROVED');
  });
  afterAll(async () => {
    await system.stop();
    removeDirectory(directory);
  });

  const measured = (person: Person): Promise<Measures> =>
    eventually('the measures of eight reviews', async () => {
      await advance(system, 0);
      const { status, body } = await person.get('/measures');
      expect(status).toBe(200);
      const measures = body as unknown as Measures;
      return measures.reviews.ended === 8 && measures.applications.ended === 11 ? measures : undefined;
    });

  const hours = ({ count, p50Seconds = 0, p90Seconds = 0 }: Spread) => {
    return [count, Math.floor(p50Seconds / HOUR_SECONDS), Math.floor(p90Seconds / HOUR_SECONDS)];
  };

  test('are exact: what waits, outcomes, reasons, differences, overdue reviews, and times', async () => {
    const { waiting, reviews, applications, days, reviewers } = await measured(supervisor);
    const entries = (await system.tables.send(new ScanCommand({ TableName: 'reviews' }))).Items as ReviewEntry[];
    const requested = (id: string) => entries.find(({ applicationId }) => applicationId === id)?.requestedAt;
    const oldestRequestedAt = ['r-7', 'r-8', 'd-3', 'd-4'].map(requested).toSorted()[0];
    expect(waiting).toEqual({ count: 4, overdue: 4, oldestRequestedAt });
    const { toClaim, toFirstDecision, toFinalDecision, ...counts } = reviews;
    expect(counts).toEqual({
      ended: 8,
      overdue: 1,
      outcomes: [
        { state: 'REVIEW_APPROVED', count: 5 },
        { state: 'REVIEW_REJECTED', count: 3 },
        { state: 'REVIEW_RETURNED', count: 0 },
        { state: 'REVIEW_EXPIRED', count: 0 },
      ],
      reasons: [
        { reason: 'NAME', count: 8 },
        { reason: 'ADDRESS', count: 2 },
      ],
      reasonCodes: [
        { reasonCode: 'IDENTITY_NOT_CONFIRMED', count: 0 },
        { reasonCode: 'ADDRESS_NOT_CONFIRMED', count: 0 },
        { reasonCode: 'DUPLICATE_APPLICANT', count: 1 },
        { reasonCode: 'NAME_UNCLEAR', count: 0 },
        { reasonCode: 'ADDRESS_UNCLEAR', count: 0 },
        { reasonCode: 'DATA_MISSING', count: 0 },
        { reasonCode: 'OTHER', count: 2 },
      ],
      twoPeople: { reviews: 2, differed: 1 },
    });
    expect(hours(toClaim)).toEqual([3, 1, 1]);
    // Hours of the first decisions: 2, 2, 2, 3, 3, 3, 3, 96.
    expect(hours(toFirstDecision)).toEqual([8, 3, 96]);
    // Hours of the final decisions: 2, 2, 2, 3, 3, 4, 5, 96.
    expect(hours(toFinalDecision)).toEqual([8, 3, 96]);
    expect(applications).toEqual({
      ended: 11,
      withoutReview: 3,
      outcomes: [
        { state: 'FLAGGED_WITH_UNPROCESSABLE_DATA', count: 1 },
        { state: 'APPROVED', count: 7 },
        { state: 'REJECTED', count: 3 },
        { state: 'REVIEW_EXPIRED', count: 0 },
      ],
    });
    expect(days.reduce((sum, day) => sum + day.reviews, 0)).toBe(8);
    const verdicts = (approved: number, rejected: number) => [
      { decision: 'APPROVE', count: approved },
      { decision: 'REJECT', count: rejected },
      { decision: 'RETURN', count: 0 },
    ];
    expect(reviewers).toMatchObject([
      { reviewer: 'reviewer-1', decisions: 6, verdicts: verdicts(6, 0), differed: 1 },
      { reviewer: 'reviewer-2', decisions: 4, verdicts: verdicts(1, 3), differed: 1, toDecide: { count: 0 } },
      { reviewer: 'supervisor-1', decisions: 1, verdicts: verdicts(0, 1), differed: 0, toDecide: { count: 0 } },
    ]);
    expect(hours(reviewers?.[0]?.toDecide ?? { count: 0 })).toEqual([3, 1, 1]);
  });

  test('name no person to a reviewer, and nobody outside the staff may read them', async () => {
    expect(JSON.stringify(await measured(reviewer))).not.toMatch(/reviewer-|supervisor-/);
    const outputs = (await (await fetch(`${system.endpoint}/_local/outputs`)).json()) as { readonly ApiUrl: string };
    expect((await fetch(`${outputs.ApiUrl}/measures`)).status).toBe(401);
  });

  test('of a range have only what ended in it', async () => {
    const { measuredAt } = await measured(reviewer);
    const from = new Date(Date.parse(measuredAt) - 24 * HOUR_SECONDS * 1_000).toISOString();
    const { body: late } = await reviewer.get(`/measures?from=${from}`);
    expect(late).toMatchObject({ reviews: { ended: 1, overdue: 1 }, applications: { ended: 1, withoutReview: 0 } });
    const { body: early } = await reviewer.get(`/measures?to=${from}`);
    expect(early).toMatchObject({ reviews: { ended: 7, overdue: 0 }, applications: { ended: 10, withoutReview: 3 } });
  });

  test('are printed by apps measures', async () => {
    const apps = (...args: readonly string[]) => runApps(system, args, { env: { XDG_STATE_HOME: directory } });
    await apps('login', '--user', 'supervisor-1');
    const table = await apps('measures');
    expect(table.output).toMatch(/^4 reviews wait now, the oldest for 4 d.*; 4 are overdue\.$/m);
    expect(table.output).toMatch(/^8 reviews ended, 1 of them overdue \(13 %\)\.$/m);
    expect(table.output).toMatch(/^reviewer-2 +4 +1 +3 +0 +1 +- +-$/m);
    const csv = await apps('measures', '--from', '-7d', '--output', 'csv');
    expect(csv.output).toMatch(/^reviews,,ended,8$/m);
  });
});
