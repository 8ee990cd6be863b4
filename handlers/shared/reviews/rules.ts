import { isOpenReview } from '../../../events/states.ts';
import type { Problem } from '../http/problem.ts';
import type { AuditItem, Intent, ReviewEntry, RunDecision } from './entry.ts';
import { STATE_AFTER } from './entry.ts';
import { personRefusal } from './person-refusal.ts';
import * as problems from './problems.ts';
import { decisionOf, heldClaim, withoutBinding } from './view.ts';

/** Result of a rule: a changed entry to write, an entry that needs no change, or a refusal. */
export type Ruling = { readonly write: ReviewEntry } | { readonly keep: ReviewEntry } | { readonly refusal: Problem };

/** Half an hour: longer than a review takes, short enough that the claim of an absent reviewer ends soon. */
const LEASE_SECONDS = 1800;
const MAX_AUDIT_ITEMS = 200;

/** Why a review cannot be changed: decided, being decided, or expired. Undefined if it is open. */
export function closedBy(entry: ReviewEntry, now: Date): Problem | undefined {
  const decision = decisionOf(entry);
  if (entry.state === 'REVIEW_EXPIRED') return problems.expired(entry.closedAt ?? entry.reviewDeadline);
  if (!isOpenReview(entry.state)) return problems.decided(decision ?? unknownDecision(entry));
  if (entry.deciding !== undefined) return problems.decided(entry.deciding);
  if (now.getTime() >= Date.parse(entry.reviewDeadline)) return problems.expired(entry.reviewDeadline);
  return undefined;
}

/** The decision that is shown for an entry that an outcome event closed, if the record names no reviewer. */
const unknownDecision = ({ state, closedAt, requestedAt }: ReviewEntry) => ({
  decision: state === 'REVIEW_APPROVED' ? ('APPROVE' as const) : ('REJECT' as const),
  at: closedAt ?? requestedAt,
});

export interface ClaimCommand {
  readonly reviewer: string;
  readonly isSupervisor: boolean;
  readonly takeOver: boolean;
}

/** Claims a review for half an hour, or renews the claim. Refused for a person who may not make the next decision. */
export function claim(entry: ReviewEntry, { reviewer, isSupervisor, takeOver }: ClaimCommand, now: Date): Ruling {
  if (takeOver && !isSupervisor) return { refusal: problems.onlySupervisor() };
  const refusal = closedBy(entry, now) ?? personRefusal(entry, { reviewer, isSupervisor });
  if (refusal !== undefined) return { refusal };
  const held = heldClaim(entry, now);
  const isOthers = held !== undefined && held.reviewer !== reviewer;
  if (isOthers && !takeOver) return { refusal: problems.claimed(held) };
  const next = { ...entry, claim: leaseFor(reviewer, now) };
  if (held?.reviewer === reviewer) return { write: next };
  const item = { at: now.toISOString(), who: reviewer };
  return {
    write: audited(
      next,
      isOthers ? { ...item, what: 'TAKEN_OVER', whom: held.reviewer } : { ...item, what: 'CLAIMED' },
    ),
  };
}

/** Ends a claim. An unclaimed review is not changed. */
export function release(entry: ReviewEntry, who: { reviewer: string; isSupervisor: boolean }, now: Date): Ruling {
  const closed = closedBy(entry, now);
  if (closed !== undefined) return { refusal: closed };
  const held = heldClaim(entry, now);
  if (held === undefined) return { keep: entry };
  if (held.reviewer !== who.reviewer && !who.isSupervisor) return { refusal: problems.notHolder() };
  const { claim: _, ...free } = entry;
  const item = { at: now.toISOString(), what: 'RELEASED', who: who.reviewer } as const;
  return { write: audited(free, held.reviewer === who.reviewer ? item : { ...item, whom: held.reviewer }) };
}

/** Gives the claim to another user; an existing claim is replaced. */
export function assign(entry: ReviewEntry, { supervisor, to }: { supervisor: string; to: string }, now: Date): Ruling {
  const closed = closedBy(entry, now);
  if (closed !== undefined) return { refusal: closed };
  const item = { at: now.toISOString(), what: 'ASSIGNED', who: supervisor, whom: to } as const;
  return { write: audited({ ...entry, claim: leaseFor(to, now) }, item) };
}

/** True if both are the same note: same reviewer, time and run. */
const isSameIntent = (left: Intent, right: Intent): boolean =>
  left.reviewer === right.reviewer && left.at === right.at && left.run === right.run;

/** The entry after the workflow has accepted the noted decision. Unchanged if the entry no longer has this note. */
export function confirm(entry: ReviewEntry, intent: Intent, now: Date): Ruling {
  const { deciding, claim: _, ...rest } = entry;
  if (deciding === undefined || !isSameIntent(deciding, intent)) return { keep: entry };
  const closedAt = entry.closedAt ?? now.toISOString();
  const next = { ...rest, state: STATE_AFTER[intent.decision], decision: withoutBinding(intent), closedAt };
  return { write: audited(next, { at: intent.at, what: 'DECIDED', who: intent.reviewer }) };
}

/** The entry after another decision has ended the wait; the noted decision is withdrawn. */
export function closeAsDecided(entry: ReviewEntry, intent: Intent, taken: RunDecision, now: Date): Ruling {
  const { deciding, claim: _, ...rest } = entry;
  if (deciding === undefined || !isSameIntent(deciding, intent)) return { keep: entry };
  const closedAt = entry.closedAt ?? now.toISOString();
  const next = { ...rest, state: STATE_AFTER[taken.decision], decision: taken, closedAt };
  return { write: withdrawn(next, intent, now) };
}

/**
 * The entry after a wait has ended without a decision; the noted decision is withdrawn. `ended` has the fingerprint of that
 * wait's token. Unchanged if the entry has another token: the workflow requested the review again, and the decision goes
 * to that request.
 */
export function closeAsExpired(
  entry: ReviewEntry,
  ended: { intent: Intent; tokenFingerprint: string },
  now: Date,
): Ruling {
  const { deciding, claim: _, ...rest } = entry;
  const { intent, tokenFingerprint } = ended;
  if (deciding === undefined || !isSameIntent(deciding, intent)) return { keep: entry };
  if (entry.tokenFingerprint !== tokenFingerprint) return { keep: entry };
  const next = { ...rest, state: 'REVIEW_EXPIRED' as const, closedAt: entry.closedAt ?? now.toISOString() };
  return { write: withdrawn(next, intent, now) };
}

/** Removes the noted decision from the entry, because the decision is about an earlier submission. */
export function withdraw(entry: ReviewEntry, intent: Intent, now: Date): Ruling {
  const { deciding, ...rest } = entry;
  if (deciding === undefined || !isSameIntent(deciding, intent)) return { keep: entry };
  return { write: withdrawn(rest, intent, now) };
}

const withdrawn = (entry: ReviewEntry, { reviewer }: Intent, now: Date): ReviewEntry =>
  audited(entry, { at: now.toISOString(), what: 'WITHDRAWN', who: reviewer });

const leaseFor = (reviewer: string, now: Date) => ({
  reviewer,
  until: new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString(),
});

/** The entry with one more audit item; the oldest items are dropped. */
export const audited = (entry: ReviewEntry, item: AuditItem): ReviewEntry => ({
  ...entry,
  audit: [...(entry.audit ?? []), item].slice(-MAX_AUDIT_ITEMS),
});
