import type { Measures, Spread } from '../../api/types.generated.ts';
import { age, duration } from '../terminal/durations.ts';
import { type Column, tableLines } from '../terminal/table.ts';

const number = (heading: string): Column => ({ heading, align: 'right' });
const SPREAD_COLUMNS = [number('COUNT'), number('HALF WITHIN'), number('9 IN 10 WITHIN')];

/** The measures as tables. The last one, about each reviewer, exists only for supervisors. */
export function measureLines(measures: Measures, width: number): readonly string[] {
  const { from, to, waiting, measuredAt, applications } = measures;
  const oldest =
    waiting.oldestRequestedAt === undefined
      ? ''
      : `, the oldest for ${age(new Date(waiting.oldestRequestedAt), new Date(measuredAt))}`;
  return [
    `${waiting.count} reviews wait now${oldest}; ${waiting.overdue} are overdue.`,
    '',
    `From ${from} to ${to} (exclusive):`,
    `${applications.ended} applications ended, ${applications.withoutReview} of them without a review.`,
    ...reviewLines(measures, width),
    ...reviewerLines(measures, width),
  ];
}

function reviewLines({ reviews, applications }: Measures, width: number): readonly string[] {
  const { ended, overdue, twoPeople, toClaim, toFirstDecision, toFinalDecision } = reviews;
  const times = [
    ['request to claim', ...spreadCells(toClaim)],
    ['request to first decision', ...spreadCells(toFirstDecision)],
    ['request to final decision', ...spreadCells(toFinalDecision)],
  ];
  const counts = [
    ...applications.outcomes.map(({ state, count }) => ['application', state, String(count)]),
    ...reviews.outcomes.map(({ state, count }) => ['review', state, String(count)]),
    ...reviews.reasons.map(({ reason, count }) => ['reason for a review', reason, String(count)]),
    ...reviews.reasonCodes.map(({ reasonCode, count }) => ['reason for a decision', reasonCode, String(count)]),
  ];
  return [
    `${ended} reviews ended, ${overdue} of them overdue (${percent(overdue, ended)}).`,
    `Two people decided ${twoPeople.reviews} reviews; they differed in ${twoPeople.differed} (${percent(twoPeople.differed, twoPeople.reviews)}).`,
    '',
    ...tableLines([{ heading: 'TIME' }, ...SPREAD_COLUMNS], times, width),
    '',
    ...tableLines([{ heading: 'OF' }, { heading: 'RESULT' }, number('COUNT')], counts, width),
  ];
}

function reviewerLines({ reviewers }: Measures, width: number): readonly string[] {
  if (reviewers === undefined) return [];
  const verdicts = [...new Set(reviewers.flatMap((each) => each.verdicts.map(({ decision }) => decision)))];
  const columns = [
    { heading: 'REVIEWER' },
    number('DECISIONS'),
    ...verdicts.map((verdict) => number(verdict)),
    number('DIFFERED'),
    number('HALF WITHIN'),
    number('9 IN 10 WITHIN'),
  ];
  const rows = reviewers.map(({ reviewer, decisions, verdicts: own, differed, toDecide }) => [
    reviewer,
    String(decisions),
    ...verdicts.map((verdict) => String(own.find(({ decision }) => decision === verdict)?.count ?? 0)),
    String(differed),
    ...spreadCells(toDecide).slice(1),
  ]);
  return ['', ...tableLines(columns, rows, width)];
}

const spreadCells = ({ count, p50Seconds, p90Seconds }: Spread): readonly string[] => [
  String(count),
  p50Seconds === undefined ? '-' : duration(p50Seconds * 1_000),
  p90Seconds === undefined ? '-' : duration(p90Seconds * 1_000),
];

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${Math.round((100 * part) / whole)} %`);
