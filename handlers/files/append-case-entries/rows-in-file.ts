import { type CaseEntry, type Members, parseSource } from '../../../case-file/entry.ts';
import type { ApplicationRow, CountedDecision, ReviewRow } from '../../shared/measures/row.ts';

/** What an entry of a case file says, without its place in the file. */
export type Said = Pick<CaseEntry, 'at' | 'kind' | 'facts'>;

/** Kinds of entries by which an application or a review ends. */
export const APPLICATION_ENDED = 'OUTCOME_RECORDED';
export const REVIEW_ENDED = 'REVIEW_CLOSED';

export function applicationRow({ at, facts }: Said): ApplicationRow {
  const state = String(facts.state);
  return { kind: 'application', at, state, isReviewed: facts.decision !== undefined || state === 'REVIEW_EXPIRED' };
}

/**
 * The review that ended with version `version` of its ledger entry, from the entries of its case file. Undefined if the
 * file has no such entry. A file without the beginning of the review gives a row without its times.
 */
export function reviewRow(entries: readonly CaseEntry[], version: number): ReviewRow | undefined {
  const own = entries.filter(({ source }) => parseSource(source)?.table === 'reviews');
  const end = own.findLastIndex(
    ({ kind, source }) => kind === REVIEW_ENDED && parseSource(source)?.version === version,
  );
  const closing = own[end];
  if (closing === undefined) return undefined;
  const begin = own.findLastIndex(({ kind }, index) => index < end && kind === 'REVIEW_OPENED');
  const isWhole = begin > own.findLastIndex(({ kind }, index) => index < end && kind === REVIEW_ENDED);
  return rowOf(isWhole ? own.slice(begin, end) : [], closing);
}

function rowOf(review: readonly CaseEntry[], { at, facts }: CaseEntry): ReviewRow {
  const [opened] = review;
  const { requestedAt, dueAt, reasons } = opened?.facts ?? {};
  const claimedAt = review.find(isHold)?.at;
  const noted = countedDecisions(review);
  const final = finalDecision(noted, facts, at);
  return {
    kind: 'review',
    at,
    state: String(facts.state),
    reasons: Array.isArray(reasons) ? reasons.map(String) : [],
    ...(requestedAt === undefined ? {} : { requestedAt: String(requestedAt) }),
    ...(dueAt === undefined ? {} : { dueAt: String(dueAt) }),
    ...(claimedAt === undefined ? {} : { claimedAt }),
    decisions: final === undefined || noted.includes(final) ? noted : [...noted, final],
    ...(final === undefined ? {} : { final }),
  };
}

const HOLDS: ReadonlySet<string> = new Set(['REVIEW_CLAIMED', 'REVIEW_TAKEN_OVER', 'REVIEW_ASSIGNED']);

const isHold = ({ kind }: Said): boolean => HOLDS.has(kind);

/** An assignment is made by `who`, and `whom` holds the review then; a claim is made by its holder. */
const holderOf = ({ kind, facts }: Said): string => String(kind === 'REVIEW_ASSIGNED' ? facts.whom : facts.who);

/**
 * The noted decisions without those that were withdrawn, and without those of an earlier submission, after which the
 * review was requested from the beginning. A decision that was noted again with another token counts once.
 */
function countedDecisions(review: readonly CaseEntry[]): readonly CountedDecision[] {
  let decisions: readonly CountedDecision[] = [];
  const heldAt = new Map<string, string>();
  for (const entry of review) {
    if (isHold(entry)) heldAt.set(holderOf(entry), entry.at);
    if (entry.kind === 'REVIEW_MOVED' && entry.facts.state === 'PENDING') decisions = [];
    if (entry.kind === 'REVIEW_WITHDRAWN') decisions = withoutLastOf(decisions, entry.facts.who);
    if (entry.kind !== 'DECISION_NOTED') continue;
    const decision = decisionIn(entry.facts, entry.at, heldAt);
    if (!decisions.some((earlier) => earlier.at === decision.at && isSame(earlier, decision)))
      decisions = [...decisions, decision];
  }
  return decisions;
}

function withoutLastOf(decisions: readonly CountedDecision[], who: unknown): readonly CountedDecision[] {
  const last = decisions.findLastIndex(({ reviewer }) => reviewer === who);
  return decisions.filter((_, index) => index !== last);
}

/** The last noted decision if the review ended with it, because only the note has its reason code and its exact time. */
function finalDecision(
  noted: readonly CountedDecision[],
  closing: Members,
  closedAt: string,
): CountedDecision | undefined {
  if (closing.decision === undefined) return undefined;
  const sent = decisionIn(closing, closedAt, new Map());
  const last = noted.at(-1);
  return last !== undefined && isSame(last, sent) ? last : sent;
}

const isSame = (left: CountedDecision, right: CountedDecision): boolean =>
  left.decision === right.decision && left.reviewer === right.reviewer;

function decisionIn(facts: Members, entryAt: string, holds: ReadonlyMap<string, string>): CountedDecision {
  const { decision, reviewer, reasonCode, at = entryAt } = facts;
  const heldAt = holds.get(String(reviewer));
  return {
    decision: String(decision),
    at: String(at),
    ...(reviewer === undefined ? {} : { reviewer: String(reviewer) }),
    ...(reasonCode === undefined ? {} : { reasonCode: String(reasonCode) }),
    ...(heldAt === undefined ? {} : { heldAt }),
  };
}
