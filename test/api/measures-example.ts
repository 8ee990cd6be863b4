import type { Measures } from '../../api/types.generated.ts';

/** The answer of `GET /measures` to a supervisor. */
export const MEASURES: Measures = {
  from: '2026-01-30T12:00:00.000Z',
  to: '2026-01-31T12:00:00.000Z',
  measuredAt: '2026-01-31T12:00:00.000Z',
  waiting: { count: 3, overdue: 1, oldestRequestedAt: '2026-01-28T08:00:00.000Z' },
  reviews: {
    ended: 4,
    overdue: 1,
    outcomes: [
      { state: 'REVIEW_APPROVED', count: 3 },
      { state: 'REVIEW_REJECTED', count: 1 },
      { state: 'REVIEW_EXPIRED', count: 0 },
    ],
    reasons: [
      { reason: 'NAME', count: 4 },
      { reason: 'ADDRESS', count: 1 },
    ],
    reasonCodes: [{ reasonCode: 'OTHER', count: 1 }],
    twoPeople: { reviews: 2, differed: 1 },
    toClaim: { count: 4, p50Seconds: 600, p90Seconds: 3_600 },
    toFirstDecision: { count: 4, p50Seconds: 1_200, p90Seconds: 7_200 },
    toFinalDecision: { count: 4, p50Seconds: 1_800, p90Seconds: 266_400 },
  },
  applications: { ended: 10, withoutReview: 6, outcomes: [{ state: 'APPROVED', count: 9 }] },
  days: [{ day: '2026-01-30', applications: 10, reviews: 4, overdue: 1, toFinalDecision: { count: 0 } }],
  reviewers: [
    {
      reviewer: 'reviewer-1',
      decisions: 5,
      verdicts: [
        { decision: 'APPROVE', count: 4 },
        { decision: 'REJECT', count: 1 },
      ],
      differed: 1,
      toDecide: { count: 5, p50Seconds: 90, p90Seconds: 300 },
    },
  ],
};
