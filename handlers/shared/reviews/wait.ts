import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { VERDICTS } from '../../../api/reason-codes.ts';
import type { Wait } from './ports.ts';

/** The resource by which the workflow asks people, and the state in which it has given up asking. */
const WAITING = 'sendMessage.waitForTaskToken';
const GIVEN_UP = 'Review Expired';

const RUN_ENDED = new Set(['ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/**
 * What a run's history says about its latest wait. `events` come latest first; nothing while they say nothing about it.
 * A run may have failed after the decision: then the decision stands, and the run is redriven.
 */
export function waitIn(events: readonly HistoryEvent[]): Wait | undefined {
  let hasRunEnded = false;
  for (const event of events) {
    if (RUN_ENDED.has(event.type ?? '')) hasRunEnded = true;
    if (event.type === 'ExecutionRedriven') return { kind: 'OPEN' };
    const wait = waitAt(event);
    if (wait === undefined) continue;
    return wait.kind === 'OPEN' && hasRunEnded ? { kind: 'ENDED' } : wait;
  }
  return undefined;
}

function waitAt(event: HistoryEvent): Wait | undefined {
  const { taskSucceededEventDetails: succeeded, stateEnteredEventDetails: entered } = event;
  if (succeeded?.resource === WAITING) return decidedBy(succeeded.output, event.timestamp);
  if (event.taskScheduledEventDetails?.resource === WAITING) return { kind: 'OPEN' };
  return entered?.name === GIVEN_UP ? { kind: 'EXPIRED' } : undefined;
}

/** An output that is no decision fails the run: nobody has decided. */
function decidedBy(output: string | undefined, timestamp: Date | undefined): Wait {
  const { decision, reviewer, comment } = parse(output ?? '');
  const verdict = VERDICTS.find((name) => name === decision);
  if (verdict === undefined || timestamp === undefined) return { kind: 'ENDED' };
  const taken = {
    decision: verdict,
    at: timestamp.toISOString(),
    ...(typeof reviewer === 'string' ? { reviewer } : {}),
    ...(typeof comment === 'string' ? { comment } : {}),
  };
  return { kind: 'DECIDED', taken };
}

function parse(output: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(output) ?? {};
  } catch {
    return {};
  }
}
