import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { VERDICTS } from '../../../api/reason-codes.ts';
import type { Verdict } from '../../../api/types.generated.ts';
import type { Wait, WaitRules } from './ports.ts';

/** Resource of the task that requests a review. */
const REVIEW_TASK = 'sendMessage.waitForTaskToken';
/** State that the workflow enters if the review deadline passes. */
const EXPIRED_STATE = 'Review Expired';

const RUN_ENDED = new Set(['ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/**
 * State of a run's latest wait, read from its history. `events` are sorted latest first. Undefined if no event is about
 * a wait. A decision counts even if the run failed after the decision, because a redrive continues from the decision.
 * A decision that the workflow does not accept by `rules` does not end the wait.
 */
export function waitIn(events: readonly HistoryEvent[], rules: WaitRules): Wait | undefined {
  let hasRunEnded = false;
  for (const event of events) {
    if (RUN_ENDED.has(event.type ?? '')) hasRunEnded = true;
    if (event.type === 'ExecutionRedriven') return { kind: 'OPEN' };
    const wait = waitAt(event, rules);
    if (wait === undefined) continue;
    return wait.kind === 'OPEN' && hasRunEnded ? { kind: 'ENDED' } : wait;
  }
  return undefined;
}

function waitAt(event: HistoryEvent, rules: WaitRules): Wait | undefined {
  const { taskSucceededEventDetails: succeeded, stateEnteredEventDetails: entered } = event;
  if (succeeded?.resource === REVIEW_TASK) return decidedBy(succeeded.output, event.timestamp, rules);
  if (event.taskScheduledEventDetails?.resource === REVIEW_TASK) return { kind: 'OPEN' };
  return entered?.name === EXPIRED_STATE ? { kind: 'EXPIRED' } : undefined;
}

/** ENDED if the output is not a decision, because the workflow fails the run then. */
function decidedBy(output: string | undefined, timestamp: Date | undefined, rules: WaitRules): Wait {
  const { decision, reviewer, comment, reviewers } = parse(output ?? '');
  const verdict = VERDICTS.find((name) => name === decision);
  if (verdict === undefined || timestamp === undefined) return { kind: 'ENDED' };
  if (!isAccepted(verdict, reviewers, rules)) return { kind: 'OPEN' };
  const taken = {
    decision: verdict,
    at: timestamp.toISOString(),
    ...(typeof reviewer === 'string' ? { reviewer } : {}),
    ...(typeof comment === 'string' ? { comment } : {}),
  };
  return { kind: 'DECIDED', taken };
}

/** True if the state `Review Approved?` accepts the decision. One person is enough for a return. */
function isAccepted(verdict: Verdict, reviewers: unknown, { decisionsRequired, mayReturn }: WaitRules): boolean {
  if (verdict === 'RETURN') return mayReturn;
  return decisionsRequired < 2 || countOf(reviewers) >= decisionsRequired;
}

/** Number of different people, as the state `Review Approved?` counts them. */
const countOf = (reviewers: unknown): number => (Array.isArray(reviewers) ? new Set(reviewers).size : 0);

function parse(output: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(output) ?? {};
  } catch {
    return {};
  }
}
