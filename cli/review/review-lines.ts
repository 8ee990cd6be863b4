import type {
  Amendment,
  CheckFacts,
  InformationRequest,
  Review,
  ReviewCase,
  ReviewDecision,
} from '../../api/types.generated.ts';
import type { Desk } from '../desk.ts';
import { age, duration } from '../terminal/durations.ts';
import { printable, tableLines } from '../terminal/table.ts';

const COLUMNS = [
  { heading: 'APPLICATION' },
  { heading: 'WHY' },
  { heading: 'WAITS' },
  { heading: 'DUE' },
  { heading: 'STATE' },
  { heading: 'HELD BY' },
];

export async function reviewTable(items: readonly Review[], { screen, now }: Desk): Promise<readonly string[]> {
  const at = await now();
  const rows = items.map(({ applicationId, reasons, requestedAt, dueAt, state, claim }) => [
    applicationId,
    reasons.join(' '),
    age(new Date(requestedAt), at),
    dueIn(dueAt, at),
    state,
    claim?.reviewer ?? '-',
  ]);
  return tableLines(COLUMNS, rows, screen.width);
}

function dueIn(dueAt: string, now: Date): string {
  const leftMs = Date.parse(dueAt) - now.getTime();
  return leftMs > 0 ? `in ${duration(leftMs)}` : `${duration(-leftMs)} ago`;
}

/** The facts of a case that a reviewer needs for a decision, one per line. */
export function caseLines(item: ReviewCase): readonly string[] {
  const { applicationId, state, reasons, requestedAt, dueAt, deadline, claim, decision, facts } = item;
  const { decisionsRequired, decidedBy, decisions = [] } = item;
  const checks = facts.checks.filter(({ flagged }) => flagged).map(whyLine);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['application', applicationId],
    ['state', state],
    ['name', facts.name],
    ['address', facts.address],
    ['e-mail', facts.email],
    ['submitted', facts.submittedAt],
    ['by', facts.submittedBy],
    ...(facts.informationRequests ?? []).flatMap(requestLines),
    ...(facts.amendments ?? []).map((each) => ['amended', amendmentLine(each)] as const),
    ['why', checks.length === 0 ? reasons.join(' ') : undefined],
    ...checks.map((check) => ['why', check] as const),
    ['requested', requestedAt],
    ['due', dueAt],
    ['expires', deadline],
    ['needs', decisionsRequired > 1 ? `${decisionsRequired} people who agree, or a supervisor` : undefined],
    ['decided by', decidedBy?.join(', ')],
    ...decisions.map((each) => ['decision', decisionLine(each)] as const),
    ['held by', claim === undefined ? undefined : `${claim.reviewer} until ${claim.until}`],
    ['decided', decision && decisionLine(decision)],
    ['reason', decision?.reasonCode],
    ['comment', decision?.comment],
    ...(decision?.questions ?? []).map((question) => ['question', question] as const),
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(11)}  ${printable(text)}`]));
}

/** A return to the applicant and its questions. */
const requestLines = ({ round, reasonCode, reviewer = 'somebody', deadline, questions }: InformationRequest) => [
  ['returned', `round ${round}, ${reasonCode}, by ${reviewer}; answer until ${deadline}`] as const,
  ...questions.map((question) => ['asked', question] as const),
];

function amendmentLine({ version, name, address, email, amendedAt, amendedBy }: Amendment): string {
  const members = Object.entries({ name, address, email }).filter(([, value]) => value !== undefined);
  const changed = members.map(([member, value]) => `${member} ${value}`).join(', ');
  return `version ${version} at ${amendedAt}${amendedBy === undefined ? '' : ` by ${amendedBy}`}: ${changed}`;
}

const decisionLine = ({ decision, reviewer = 'somebody', at }: ReviewDecision): string =>
  `${decision} by ${reviewer} at ${at}`;

function whyLine({ check, rule, met }: CheckFacts): string {
  return `${check}: ${rule}${met === undefined ? '' : ` Met: ${met}`}`;
}
