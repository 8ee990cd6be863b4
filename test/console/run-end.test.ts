import { describe, expect, test } from '@jest/globals';
import { unsuccessfulEndOf } from '../../console/src/reviews/run-end.ts';
import { timelineOf } from '../../handlers/operations/answer-queries/timeline.ts';

const AT = '2026-01-31T12:00:00.000Z';

/** The timeline of an application whose run has this status, as the API returns it. */
const timelineWith = (status: string, stoppedAt?: string) =>
  timelineOf({
    record: {
      id: 'a-1',
      state: 'FLAGGED_FOR_REVIEW',
      submittedAt: AT,
      updatedAt: AT,
      executionArn: 'arn',
    } as never,
    review: undefined,
    run: { arn: 'arn', status, startedAt: AT, ...(stoppedAt === undefined ? {} : { stoppedAt }) } as never,
    history: [],
    account: undefined,
    notification: undefined,
    replays: [],
  });

describe('The run of a review', () => {
  test('has ended without success if it was aborted, failed or timed out', () => {
    const statuses = ['ABORTED', 'FAILED', 'TIMED_OUT'];
    expect(statuses.map((status) => unsuccessfulEndOf(timelineWith(status, AT)))).toEqual(statuses);
  });

  test('has not ended without success if it is active or succeeded', () => {
    expect(unsuccessfulEndOf(timelineWith('RUNNING'))).toBeUndefined();
    expect(unsuccessfulEndOf(timelineWith('SUCCEEDED', AT))).toBeUndefined();
  });
});
