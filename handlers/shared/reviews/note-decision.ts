import { MAX_RETURNS } from '../../../api/limits.ts';
import type { ApplicationRecord } from '../application-record.ts';
import type { Problem } from '../http/problem.ts';
import type { DecisionCommand } from './command.ts';
import type { IndependentDecision, Intent, ReviewEntry } from './entry.ts';
import { personRefusal } from './person-refusal.ts';
import * as problems from './problems.ts';
import { audited, closedBy, type Ruling } from './rules.ts';
import { decisionOf, heldClaim, isSame } from './view.ts';

/**
 * Notes a decision if the review is open. A review that requires one person is decided by the first decision. A review that
 * requires two people is decided by the second decision if it agrees with the first, else by a supervisor. One person may
 * return the application to the applicant, also where two must decide. `keep`: the entry
 * already has the same decision of the same reviewer, so this is a repeated request. If the record and the entry have
 * different deadlines, the record belongs to a later run, and the review request of that run has not arrived yet.
 */
export function noteDecision(
  entry: ReviewEntry,
  record: ApplicationRecord | undefined,
  command: DecisionCommand,
  now: Date,
): Ruling {
  const existing = decisionOf(entry) ?? entry.deciding;
  if ((existing !== undefined && isSame(existing, command)) || isRepeated(entry, command)) return { keep: entry };
  const closed = closedBy(entry, now);
  if (closed !== undefined) return { refusal: closed };
  if (record === undefined) return { refusal: problems.unknownReview(entry.applicationId) };
  const refusal = refusalFor(entry, record, command, now);
  if (refusal !== undefined) return { refusal };
  return { write: afterDecision(entry, record, command, now) };
}

/**
 * True if the command repeats one of the independent decisions: a request with the same key, or the latest decision, by a
 * sender who has not seen the entry since.
 */
function isRepeated({ decisions = [], version }: ReviewEntry, command: DecisionCommand): boolean {
  const { idempotencyKey, seenVersion } = command;
  const own = decisions.find((decision) => isSame(decision, command));
  if (own === undefined) return false;
  const isSameRequest = idempotencyKey !== undefined && own.idempotencyKey === idempotencyKey;
  return isSameRequest || (own === decisions.at(-1) && seenVersion === version - 1);
}

function refusalFor(
  entry: ReviewEntry,
  record: ApplicationRecord,
  command: DecisionCommand,
  now: Date,
): Problem | undefined {
  if (record.reviewDeadline !== entry.reviewDeadline) return problems.submittedAnew();
  if (isSubmitter(record, command.reviewer)) return problems.ownApplication();
  const notAllowed = personRefusal(entry, command);
  if (notAllowed !== undefined) return notAllowed;
  const held = heldClaim(entry, now);
  if (held !== undefined && held.reviewer !== command.reviewer) return problems.claimed(held);
  if (command.seenVersion !== undefined && command.seenVersion !== entry.version)
    return problems.changed(entry.version);
  const returned = returnsOf(record);
  if (command.decision === 'RETURN' && returned >= MAX_RETURNS) return problems.returnedTooOften(returned);
  return undefined;
}

/** True for a person who submitted the application, or an amendment of it, through the API. */
export const isSubmitter = ({ submittedBy, amendments = [] }: ApplicationRecord, person: string): boolean =>
  submittedBy === person || amendments.some(({ amendedBy }) => amendedBy === person);

const returnsOf = ({ informationRequests = [] }: ApplicationRecord): number => informationRequests.length;

function afterDecision(
  entry: ReviewEntry,
  record: ApplicationRecord,
  command: DecisionCommand,
  now: Date,
): ReviewEntry {
  const { decisions = [], tokenFingerprint } = entry;
  const decision = decisionIn(command, now);
  const binding = { tokenFingerprint, run: record.executionArn, round: returnsOf(record) };
  if (decision.decision === 'RETURN' || (record.decisionsRequired ?? 1) < 2)
    return { ...entry, deciding: { ...decision, ...binding } };
  const agreeing = decisions.find((earlier) => earlier.decision === decision.decision);
  if (agreeing === undefined) return afterIndependentDecision(entry, decision);
  const deciding: Intent = { ...decision, ...binding, reviewers: [agreeing.reviewer, decision.reviewer] };
  return { ...entry, deciding };
}

/** The entry after the first of two decisions, or after a second one that differs. The next person can claim the review. */
function afterIndependentDecision(entry: ReviewEntry, decision: IndependentDecision): ReviewEntry {
  const { claim: _, decisions = [], ...rest } = entry;
  const isFirst = decisions.length === 0;
  const next: ReviewEntry = {
    ...rest,
    state: isFirst ? 'PENDING_SECOND' : 'PENDING_SUPERVISOR',
    decisions: [...decisions, decision],
  };
  return audited(next, { at: decision.at, what: isFirst ? 'DECIDED_FIRST' : 'DISAGREED', who: decision.reviewer });
}

function decisionIn(command: DecisionCommand, now: Date): IndependentDecision {
  const { decision, reviewer, reasonCode, comment, questions, idempotencyKey } = command;
  return {
    decision,
    reviewer,
    at: now.toISOString(),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(comment === undefined ? {} : { comment }),
    ...(questions === undefined ? {} : { questions }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}
