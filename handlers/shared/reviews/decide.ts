import { MAX_RETURNS } from '../../../api/limits.ts';
import { isOpenReview } from '../../../events/states.ts';
import type { ApplicationRecord } from '../application-record.ts';
import type { Clock } from '../clock.ts';
import type { Problem } from '../http/problem.ts';
import { changeEntry, type ReviewChangeResult } from './change-entry.ts';
import type { DecisionCommand } from './command.ts';
import type { Intent, ReviewEntry, RunDecision } from './entry.ts';
import { noteDecision } from './note-decision.ts';
import type { FindApplication, FindToken, ReviewLedger, Runs, TaskOutput, Wait, WaitRules } from './ports.ts';
import * as problems from './problems.ts';
import { closeAsDecided, closeAsExpired, confirm, withdraw } from './rules.ts';
import { isSame } from './view.ts';

export interface Ports {
  readonly ledger: ReviewLedger;
  readonly findApplication: FindApplication;
  readonly findToken: FindToken;
  readonly runs: Runs;
  readonly now: Clock;
}

/**
 * Decides a review in three steps: notes the decision in the ledger (the first note wins), sends it to the workflow,
 * and confirms it in the ledger. On a review that requires two people, a decision that does not end the review is only
 * noted. If an invocation fails between these steps, a repeated request of the same reviewer, or a call of
 * finishDecision, does the missing steps and gives the same answer.
 */
export async function decide(ports: Ports, command: DecisionCommand): Promise<ReviewChangeResult> {
  const noted = await changeEntry(ports, command.applicationId, async (entry, now) =>
    noteDecision(entry, await ports.findApplication(command.applicationId), command, now),
  );
  return noted.ok ? finish(ports, noted.entry) : noted;
}

/** Sends and confirms the noted decision of a review, if the review has one. keep-reviews requests this. */
export async function finishDecision(ports: Ports, applicationId: string): Promise<ReviewChangeResult> {
  const entry = await ports.ledger.read(applicationId);
  return entry === undefined ? refused(problems.unknownReview(applicationId)) : finish(ports, entry);
}

/**
 * Maximum number of tokens that are tried: the workflow may renew its request, with a new token, during the decision.
 */
const MAX_TOKENS = 3;

async function finish(ports: Ports, noted: ReviewEntry): Promise<ReviewChangeResult> {
  let entry = noted;
  for (let tried = 0; tried < MAX_TOKENS; tried += 1) {
    const { deciding: intent, tokenFingerprint } = entry;
    if (intent === undefined) return { ok: true, entry };
    if (await isAboutEarlierRun(ports, entry, intent)) return withdrawDecision(ports, entry, intent);
    if (await isTaken(ports, entry, intent)) return confirmDecision(ports, entry, intent);
    const closed = await closeEndedWait(ports, entry, intent);
    if (closed !== undefined) return closed;
    const current = await ports.ledger.read(entry.applicationId);
    if (current === undefined || current.tokenFingerprint === tokenFingerprint)
      return refused(problems.requestRenewed());
    entry = current;
  }
  return refused(problems.requestRenewed());
}

/** False if the token of the entry's request is no longer valid, or a later request has replaced it. */
async function isTaken({ findToken, runs }: Ports, entry: ReviewEntry, intent: Intent): Promise<boolean> {
  const taskToken = await findToken(entry);
  return taskToken !== undefined && (await runs.succeed(taskToken, outputOf(intent))) === 'TAKEN';
}

const outputOf = ({ decision, reviewer, comment, reasonCode, questions, reviewers }: Intent): TaskOutput => ({
  decision,
  reviewer,
  ...(comment === undefined ? {} : { comment }),
  ...(reasonCode === undefined || questions === undefined ? {} : { reasonCode, questions }),
  ...(reviewers === undefined ? {} : { reviewers }),
});

/**
 * True if the entry's token now belongs to a later run than the decision. The reviewer has not seen the submission of
 * that run, so the decision must not be sent to it. A new token of the same run does not matter.
 */
async function isAboutEarlierRun(ports: Ports, entry: ReviewEntry, intent: Intent): Promise<boolean> {
  if (entry.tokenFingerprint === intent.tokenFingerprint) return false;
  const record = await ports.findApplication(entry.applicationId);
  return record?.executionArn !== intent.run;
}

async function withdrawDecision(
  ports: Ports,
  { applicationId }: ReviewEntry,
  intent: Intent,
): Promise<ReviewChangeResult> {
  const left = await changeEntry(ports, applicationId, (entry, now) => withdraw(entry, intent, now));
  return left.ok ? refused(problems.submittedAnew()) : left;
}

async function confirmDecision(
  ports: Ports,
  { applicationId }: ReviewEntry,
  intent: Intent,
): Promise<ReviewChangeResult> {
  return changeEntry(ports, applicationId, (entry, now) => confirm(entry, intent, now));
}

/**
 * For a token that is no longer valid: finds out how the wait ended and closes the entry. Undefined if the wait is
 * open.
 */
async function closeEndedWait(
  ports: Ports,
  entry: ReviewEntry,
  intent: Intent,
): Promise<ReviewChangeResult | undefined> {
  const record = await ports.findApplication(entry.applicationId);
  if (record === undefined || record.executionArn !== intent.run) return withdrawDecision(ports, entry, intent);
  const wait = recordedWait(record, intent) ?? (await ports.runs.readWait(intent.run, rulesOf(record)));
  switch (wait.kind) {
    case 'OPEN':
      return undefined;
    case 'DECIDED':
      return isSame(wait.taken, intent)
        ? confirmDecision(ports, entry, intent)
        : closeAsDecidedElsewhere(ports, entry, intent, wait.taken);
    case 'EXPIRED':
    case 'ENDED':
      return closeAfterWait(ports, entry, intent);
  }
}

const rulesOf = ({ decisionsRequired = 1, informationRequests = [] }: ApplicationRecord): WaitRules => ({
  decisionsRequired,
  mayReturn: informationRequests.length < MAX_RETURNS,
});

/**
 * How the wait of a decision ended, from the record, which only the workflow writes. Undefined if the record has no outcome
 * yet. A wait that ended by a return may be followed by another one of the same run.
 */
function recordedWait(record: ApplicationRecord, { round = 0 }: Intent): Wait | undefined {
  const { state, decision, updatedAt, informationRequests = [] } = record;
  const returned = informationRequests[round];
  if (returned !== undefined) {
    const { reviewer, comment, requestedAt: at } = returned;
    return { kind: 'DECIDED', taken: takenOf({ decision: 'RETURN', reviewer, comment, at }) };
  }
  if (state === 'FLAGGED_FOR_REVIEW' || state === 'SUBMITTED') return undefined;
  if (state !== 'APPROVED' && state !== 'REJECTED') return { kind: 'EXPIRED' };
  const verdict = state === 'APPROVED' ? ('APPROVE' as const) : ('REJECT' as const);
  return { kind: 'DECIDED', taken: { ...decision, decision: verdict, at: updatedAt } };
}

const takenOf = ({
  decision,
  at,
  reviewer,
  comment,
}: Pick<RunDecision, 'decision' | 'at'> & {
  readonly reviewer: string | undefined;
  readonly comment: string | undefined;
}): RunDecision => ({
  decision,
  at,
  ...(reviewer === undefined ? {} : { reviewer }),
  ...(comment === undefined ? {} : { comment }),
});

async function closeAsDecidedElsewhere(
  ports: Ports,
  entry: ReviewEntry,
  intent: Intent,
  taken: RunDecision,
): Promise<ReviewChangeResult> {
  const closed = await changeEntry(ports, entry.applicationId, (now, at) => closeAsDecided(now, intent, taken, at));
  return closed.ok ? refused(problems.decided(taken)) : closed;
}

/**
 * Closes the entry as expired. Undefined if the workflow has requested the review again, so the entry is still pending.
 */
async function closeAfterWait(
  ports: Ports,
  { applicationId, tokenFingerprint, reviewDeadline }: ReviewEntry,
  intent: Intent,
): Promise<ReviewChangeResult | undefined> {
  const ended = { intent, tokenFingerprint };
  const closed = await changeEntry(ports, applicationId, (now, at) => closeAsExpired(now, ended, at));
  if (!closed.ok) return closed;
  if (isOpenReview(closed.entry.state)) return undefined;
  return refused(problems.expired(closed.entry.closedAt ?? reviewDeadline));
}

const refused = (refusal: Problem): ReviewChangeResult => ({ ok: false, refusal });
