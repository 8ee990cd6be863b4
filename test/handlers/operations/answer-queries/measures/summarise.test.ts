import { describe, expect, test } from '@jest/globals';
import { spreadOf } from '../../../../../handlers/operations/answer-queries/measures/spread.ts';
import {
  daysIn,
  isWithin,
  measureApplications,
  measureDays,
  measureReviewers,
  measureReviews,
} from '../../../../../handlers/operations/answer-queries/measures/summarise.ts';
import type { MeasureRow } from '../../../../../handlers/shared/measures/row.ts';
import { seeded } from '../../../../support/seed.ts';
import { randomStory, rowOf, START_MS, type Story } from './random-reviews.ts';

const DAY_MS = 86_400_000;

/** Counts one by one, without the functions under test. The p-th percentile: at least p % are not longer. */
const naiveSpread = (durationsMs: readonly number[]) => {
  const smallest = (percent: number) => {
    const enough = durationsMs.filter(
      (duration) => durationsMs.filter((other) => other <= duration).length * 100 >= percent * durationsMs.length,
    );
    return Math.floor(Math.min(...enough) / 1_000);
  };
  const count = durationsMs.length;
  return count === 0 ? { count } : { count, p50Seconds: smallest(50), p90Seconds: smallest(90) };
};

const isDecidedBy = (story: Story) => story.end !== 'REVIEW_EXPIRED';
const lastMs = ({ decisions }: Story) => decisions.at(-1)?.ms ?? 0;
const isLate = (story: Story) => (isDecidedBy(story) ? lastMs(story) : story.endedMs) > story.dueMs;
const ofSeveral = ({ decisions }: Story) => decisions.length > 1;
const differs = ({ decisions: [first, second] }: Story) => second !== undefined && first?.verdict !== second.verdict;

const naiveReviews = (stories: readonly Story[]) => {
  const count = (is: (story: Story) => boolean) => stories.filter(is).length;
  return {
    ended: stories.length,
    overdue: count(isLate),
    outcomes: (['REVIEW_APPROVED', 'REVIEW_REJECTED', 'REVIEW_RETURNED', 'REVIEW_EXPIRED'] as const).map((state) => ({
      state,
      count: count(({ end }) => end === state),
    })),
    reasons: (['NAME', 'ADDRESS'] as const).map((reason) => ({
      reason,
      count: count((story) => story.reason === reason),
    })),
    twoPeople: { reviews: count(ofSeveral), differed: count(differs) },
    toClaim: naiveSpread(
      stories.flatMap(({ claimedMs, requestedMs }) => (claimedMs === undefined ? [] : [claimedMs - requestedMs])),
    ),
    toFirstDecision: naiveSpread(
      stories.flatMap(({ decisions: [first], requestedMs }) => (first === undefined ? [] : [first.ms - requestedMs])),
    ),
    toFinalDecision: naiveSpread(stories.filter(isDecidedBy).map((story) => lastMs(story) - story.requestedMs)),
  };
};

const naiveReviewers = (stories: readonly Story[]) => {
  const names = [...new Set(stories.flatMap(({ decisions }) => decisions.map(({ who }) => who)))].toSorted();
  return names.map((reviewer) => {
    const own = stories.flatMap((story) =>
      story.decisions.flatMap(({ who, verdict }, index) =>
        who === reviewer ? [{ verdict, isDifferent: index < 2 && differs(story) }] : [],
      ),
    );
    return {
      reviewer,
      decisions: own.length,
      verdicts: (['APPROVE', 'REJECT', 'RETURN'] as const).map((decision) => ({
        decision,
        count: own.filter(({ verdict }) => verdict === decision).length,
      })),
      differed: own.filter(({ isDifferent }) => isDifferent).length,
    };
  });
};

test('The measures of random case files are those that a count one by one gives', async () => {
  await seeded(async (random) => {
    for (let round = 0; round < 20; round += 1) {
      const stories = Array.from({ length: Math.floor(random() * 60) }, () => randomStory(random));
      const range = {
        from: new Date(START_MS + Math.floor(random() * 12 * DAY_MS)),
        to: new Date(START_MS + Math.floor((12 + random() * 12) * DAY_MS)),
      };
      const inRange = stories.filter(({ endedMs }) => range.from.getTime() <= endedMs && endedMs < range.to.getTime());
      const rows = stories.map(rowOf).filter((row) => isWithin(range, row));
      expect(measureReviews(rows)).toMatchObject(naiveReviews(inRange));
      expect(measureReviewers(rows)).toMatchObject(naiveReviewers(inRange));
      const days = measureDays(rows, range);
      expect(days.reduce((sum, { reviews }) => sum + reviews, 0)).toBe(inRange.length);
      for (const { day, reviews, overdue } of days) {
        const own = inRange.filter(({ endedMs }) => new Date(endedMs).toISOString().startsWith(day));
        expect([day, reviews, overdue]).toEqual([day, own.length, own.filter(isLate).length]);
      }
    }
  });
});

describe('A percentile', () => {
  const seconds = (...durations: readonly number[]) => durations.map((duration) => duration * 1_000);

  test('is the smallest duration that is at least as long as the given part of all', () => {
    expect(spreadOf(seconds(10, 20, 30, 40, 50, 60, 70, 80, 90, 100))).toEqual({
      count: 10,
      p50Seconds: 50,
      p90Seconds: 90,
    });
    expect(spreadOf(seconds(7))).toEqual({ count: 1, p50Seconds: 7, p90Seconds: 7 });
    expect(spreadOf(seconds(100, 2, 1))).toEqual({ count: 3, p50Seconds: 2, p90Seconds: 100 });
  });

  test('does not exist without durations', () => {
    expect(spreadOf([])).toEqual({ count: 0 });
  });

  test('is zero if the clocks of two functions differ and a later step seems earlier', () => {
    expect(spreadOf([-5])).toEqual({ count: 1, p50Seconds: 0, p90Seconds: 0 });
  });
});

describe('The days of a range', () => {
  test('are the days in UTC that it touches; the end is exclusive', () => {
    const from = new Date('2026-02-27T23:59:59.999Z');
    expect(daysIn({ from, to: new Date('2026-03-01T00:00:00.000Z') })).toEqual(['2026-02-27', '2026-02-28']);
    expect(daysIn({ from, to: new Date('2026-03-01T00:00:00.001Z') })).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
  });
});

test('Applications are counted by their final state, and those without a review apart', () => {
  const row = (state: string, isReviewed: boolean): MeasureRow => {
    return { kind: 'application', at: '2026-01-31T12:00:00.000Z', state, isReviewed };
  };
  const rows = [row('APPROVED', false), row('APPROVED', true), row('REJECTED', true), row('REVIEW_EXPIRED', true)];
  expect(measureApplications(rows)).toEqual({
    ended: 4,
    withoutReview: 1,
    outcomes: [
      { state: 'FLAGGED_WITH_UNPROCESSABLE_DATA', count: 0 },
      { state: 'APPROVED', count: 2 },
      { state: 'REJECTED', count: 1 },
      { state: 'REVIEW_EXPIRED', count: 1 },
    ],
  });
});
