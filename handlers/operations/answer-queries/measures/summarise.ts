import { DECISION_REASONS, VERDICTS } from '../../../../api/reason-codes.ts';
import type {
  ApplicationMeasures,
  DayMeasures,
  ReviewerMeasures,
  ReviewMeasures,
  Verdict,
} from '../../../../api/types.generated.ts';
import {
  APPLICATION_STATES,
  isDecided,
  isOpenReview,
  REVIEW_REASONS,
  REVIEW_STATES,
} from '../../../../events/states.ts';
import { type ApplicationRow, dayOf, type MeasureRow, type ReviewRow } from '../../../shared/measures/row.ts';
import { between, spreadOf } from './spread.ts';

/** A time range: `from` is inclusive, `to` exclusive. */
export interface Range {
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 86_400_000;

/** The days in UTC that the range touches. */
export function daysIn({ from, to }: Range): readonly string[] {
  const first = Math.floor(from.getTime() / DAY_MS);
  const count = Math.ceil(to.getTime() / DAY_MS) - first;
  return Array.from({ length: count }, (_, index) => dayOf(new Date((first + index) * DAY_MS).toISOString()));
}

/** True if the row ended in the range. */
export const isWithin = ({ from, to }: Range, { at }: MeasureRow): boolean => {
  const ms = Date.parse(at);
  return from.getTime() <= ms && ms < to.getTime();
};

const reviewsIn = (rows: readonly MeasureRow[]): readonly ReviewRow[] => rows.filter((row) => row.kind === 'review');

const applicationsIn = (rows: readonly MeasureRow[]): readonly ApplicationRow[] =>
  rows.filter((row) => row.kind === 'application');

export function measureReviews(rows: readonly MeasureRow[]): ReviewMeasures {
  const reviews = reviewsIn(rows);
  const several = reviews.filter(isOfSeveral);
  return {
    ended: reviews.length,
    overdue: reviews.filter(isOverdue).length,
    outcomes: REVIEW_STATES.filter((state) => !isOpenReview(state)).map((state) => ({
      state,
      count: reviews.filter((review) => review.state === state).length,
    })),
    reasons: REVIEW_REASONS.map((reason) => ({
      reason,
      count: reviews.filter(({ reasons }) => reasons.includes(reason)).length,
    })),
    reasonCodes: DECISION_REASONS.map((reasonCode) => ({
      reasonCode,
      count: reviews.filter(({ final }) => final?.reasonCode === reasonCode).length,
    })),
    twoPeople: { reviews: several.length, differed: several.filter(hasDiffered).length },
    toClaim: spreadOf(reviews.flatMap(({ requestedAt, claimedAt }) => between(requestedAt, claimedAt))),
    toFirstDecision: spreadOf(reviews.flatMap(({ requestedAt, decisions }) => between(requestedAt, decisions[0]?.at))),
    toFinalDecision: toFinalDecision(reviews),
  };
}

const toFinalDecision = (reviews: readonly ReviewRow[]) =>
  spreadOf(reviews.flatMap(({ requestedAt, final }) => between(requestedAt, final?.at)));

/** A review that was decided in time is not overdue, even if its entry was closed later. */
function isOverdue({ dueAt, final, at }: ReviewRow): boolean {
  return dueAt !== undefined && Date.parse(final?.at ?? at) > Date.parse(dueAt);
}

const isOfSeveral = ({ decisions }: ReviewRow): boolean => new Set(decisions.map(({ reviewer }) => reviewer)).size > 1;

const hasDiffered = ({ decisions: [first, second] }: ReviewRow): boolean => first?.decision !== second?.decision;

export function measureApplications(rows: readonly MeasureRow[]): ApplicationMeasures {
  const applications = applicationsIn(rows);
  return {
    ended: applications.length,
    withoutReview: applications.filter(({ isReviewed }) => !isReviewed).length,
    outcomes: APPLICATION_STATES.filter(isDecided).map((state) => ({
      state,
      count: applications.filter((application) => application.state === state).length,
    })),
  };
}

/** What ended on each day of the range. */
export function measureDays(rows: readonly MeasureRow[], range: Range): readonly DayMeasures[] {
  const byDay = Map.groupBy(rows, ({ at }) => dayOf(at));
  return daysIn(range).map((day) => {
    const own = byDay.get(day) ?? [];
    const reviews = reviewsIn(own);
    return {
      day,
      applications: applicationsIn(own).length,
      reviews: reviews.length,
      overdue: reviews.filter(isOverdue).length,
      toFinalDecision: toFinalDecision(reviews),
    };
  });
}

/** The decisions of each person, by name. */
export function measureReviewers(rows: readonly MeasureRow[]): readonly ReviewerMeasures[] {
  const made = reviewsIn(rows).flatMap((review) =>
    review.decisions.map((decision, index) => ({
      ...decision,
      // The third decision settles the difference of the first two people; it does not differ from both.
      isDifferent: index < 2 && isOfSeveral(review) && hasDiffered(review),
    })),
  );
  const byReviewer = Map.groupBy(
    made.flatMap(({ reviewer, ...decision }) => (reviewer === undefined ? [] : [{ reviewer, ...decision }])),
    ({ reviewer }) => reviewer,
  );
  return [...byReviewer]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([reviewer, decisions]) => ({
      reviewer,
      decisions: decisions.length,
      verdicts: VERDICTS.map((decision: Verdict) => ({
        decision,
        count: decisions.filter((each) => each.decision === decision).length,
      })),
      differed: decisions.filter(({ isDifferent }) => isDifferent).length,
      toDecide: spreadOf(decisions.flatMap(({ heldAt, at }) => between(heldAt, at))),
    }));
}
