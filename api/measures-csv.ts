import type { Measures, Spread } from './types.generated.ts';

/** One figure: what it is about, and its value. Empty texts and missing values are empty cells. */
type Figure = readonly [group: string, item: string, measure: string, value: string | number | undefined];

const HEADINGS = ['group', 'item', 'measure', 'value'] as const;

/**
 * The measures as lines of comma-separated values (RFC 4180), without line ends. Each line has one figure, so that new
 * figures only add lines.
 */
export function csvLines(measures: Measures): readonly string[] {
  const { from, to, measuredAt, waiting, reviews, applications, days, reviewers = [] } = measures;
  const figures: readonly Figure[] = [
    ['range', '', 'from', from],
    ['range', '', 'to', to],
    ['range', '', 'measuredAt', measuredAt],
    ['waiting', '', 'count', waiting.count],
    ['waiting', '', 'overdue', waiting.overdue],
    ['waiting', '', 'oldestRequestedAt', waiting.oldestRequestedAt],
    ['reviews', '', 'ended', reviews.ended],
    ['reviews', '', 'overdue', reviews.overdue],
    ...spread('reviews', '', 'toClaim', reviews.toClaim),
    ...spread('reviews', '', 'toFirstDecision', reviews.toFirstDecision),
    ...spread('reviews', '', 'toFinalDecision', reviews.toFinalDecision),
    ['reviews', '', 'decidedByTwo', reviews.twoPeople.reviews],
    ['reviews', '', 'differed', reviews.twoPeople.differed],
    ...reviews.outcomes.map(({ state, count }): Figure => ['reviewOutcomes', state, 'count', count]),
    ...reviews.reasons.map(({ reason, count }): Figure => ['reviewReasons', reason, 'count', count]),
    ...reviews.reasonCodes.map(({ reasonCode, count }): Figure => ['reasonCodes', reasonCode, 'count', count]),
    ['applications', '', 'ended', applications.ended],
    ['applications', '', 'withoutReview', applications.withoutReview],
    ...applications.outcomes.map(({ state, count }): Figure => ['applicationOutcomes', state, 'count', count]),
    ...days.flatMap(dayFigures),
    ...reviewers.flatMap(reviewerFigures),
  ];
  return [HEADINGS, ...figures].map((cells) => cells.map(cell).join(','));
}

const spread = (group: string, item: string, measure: string, { count, p50Seconds, p90Seconds }: Spread): Figure[] => [
  [group, item, `${measure}Count`, count],
  [group, item, `${measure}P50Seconds`, p50Seconds],
  [group, item, `${measure}P90Seconds`, p90Seconds],
];

const dayFigures = ({ day, applications, reviews, overdue, toFinalDecision }: Measures['days'][number]): Figure[] => [
  ['days', day, 'applications', applications],
  ['days', day, 'reviews', reviews],
  ['days', day, 'overdue', overdue],
  ...spread('days', day, 'toFinalDecision', toFinalDecision),
];

type Reviewer = NonNullable<Measures['reviewers']>[number];

const reviewerFigures = ({ reviewer, decisions, verdicts, differed, toDecide }: Reviewer): Figure[] => [
  ['reviewers', reviewer, 'decisions', decisions],
  ...verdicts.map(({ decision, count }): Figure => ['reviewers', reviewer, decision, count]),
  ['reviewers', reviewer, 'differed', differed],
  ...spread('reviewers', reviewer, 'toDecide', toDecide),
];

/** Spreadsheets run a text that begins with one of these as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | undefined = ''): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
