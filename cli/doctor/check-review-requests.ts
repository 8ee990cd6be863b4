import { type HistoryEvent, paginateGetExecutionHistory, type SFNClient } from '@aws-sdk/client-sfn';
import { listQueues } from '../../repair/dead-letters/queues.ts';
import type { Clients } from '../clients.ts';
import { isNamed } from '../failures.ts';
import { viewApplications } from '../records/application-view.ts';
import { REVIEW_QUEUE } from '../system-names.ts';
import { type Check, type Finding, someOf } from './finding.ts';
import { type PendingReview, pendingReviews, readPending } from './pending-reviews.ts';

/** Checks for each pending review that its run still waits for the token in the ledger. */
export const checkReviewRequests: Check = async (clients) => {
  const reviews = await pendingReviews(clients);
  return [requestsFinding(await staleReviews(clients, reviews.slice(0, LOOKED_AT)))];
};

/** Maximum number of pending reviews to check, oldest request first. Each needs one GetExecutionHistory call. */
const LOOKED_AT = 200;

/** Reason for which the token of a pending review is not valid. */
type Staleness =
  /** The run waits for a later token, which is neither in the queue nor in the ledger. */
  | 'LOST'
  /** The run waits for a later token, whose message may still arrive in the ledger. */
  | 'ON_ITS_WAY'
  /** The run does not wait any more. */
  | 'ENDED';

export interface StaleReview {
  readonly id: string;
  readonly why: Staleness;
}

/**
 * Finds the reviews whose token is not valid. Reads the history first, then the queue, then the ledger. In this order,
 * a sent request that is in neither the queue nor the ledger is lost, because requests move only from the queue to the
 * ledger.
 */
async function staleReviews(clients: Clients, reviews: readonly PendingReview[]): Promise<readonly StaleReview[]> {
  const suspects = await suspectsAmong(clients, reviews);
  if (suspects.length === 0) return [];
  const queue = (await listQueues(clients.sqs)).find(({ name }) => name === REVIEW_QUEUE);
  const isQueueEmpty = queue?.waiting === 0 && queue.inFlight === 0;
  const stale: StaleReview[] = [];
  for (const { id, wait } of suspects) {
    const review = await readPending(clients, id);
    if (review !== undefined && !isOf(wait, review)) stale.push({ id, why: whyStale(wait, isQueueEmpty) });
  }
  return stale;
}

interface Suspect {
  readonly id: string;
  readonly wait: LatestWait;
}

async function suspectsAmong({ sfn, tables }: Clients, reviews: readonly PendingReview[]): Promise<readonly Suspect[]> {
  const ids = reviews.map(({ applicationId }) => applicationId);
  const records = await viewApplications(tables, ids);
  const suspects: Suspect[] = [];
  for (const review of reviews) {
    const run = records.get(review.applicationId)?.executionArn;
    const wait = run === undefined ? undefined : await latestWait(sfn, run);
    if (wait !== undefined && !isOf(wait, review)) suspects.push({ id: review.applicationId, wait });
  }
  return suspects;
}

/** The latest wait of a run for a review. */
type LatestWait =
  | { readonly kind: 'REQUESTED'; readonly requestedAt: string; readonly attempt: number | undefined }
  /** The run is sending a request. */
  | { readonly kind: 'SENDING' }
  | { readonly kind: 'ENDED' };

/** True if the run waits for the token of this entry. Runs of earlier workflow definitions have no attempt number. */
function isOf(wait: LatestWait, { requestedAt, attempt }: PendingReview): boolean {
  if (wait.kind !== 'REQUESTED') return false;
  const isSameTime = Date.parse(wait.requestedAt) === Date.parse(requestedAt);
  return isSameTime && (wait.attempt === undefined || wait.attempt === attempt);
}

function whyStale({ kind }: LatestWait, isQueueEmpty: boolean): Staleness {
  if (kind === 'ENDED') return 'ENDED';
  return kind === 'REQUESTED' && isQueueEmpty ? 'LOST' : 'ON_ITS_WAY';
}

/** Undefined if Step Functions no longer has the run. Another check reports such a run. */
async function latestWait(sfn: SFNClient, executionArn: string): Promise<LatestWait | undefined> {
  const request = { executionArn, reverseOrder: true, includeExecutionData: true, maxResults: 20 };
  let seen: readonly HistoryEvent[] = [];
  try {
    for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, request)) {
      seen = [...seen, ...events];
      const wait = latestWaitIn(seen);
      if (wait !== undefined) return wait;
    }
    return undefined;
  } catch (error) {
    if (isNamed(error, 'ExecutionDoesNotExist')) return undefined;
    throw error;
  }
}

/** Resource of the task that requests a review. */
const REVIEW_TASK = 'sendMessage.waitForTaskToken';
const ENDS = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/** The latest wait in a run's events, which are sorted latest first. Undefined if no event is about a wait. */
export function latestWaitIn(events: readonly HistoryEvent[]): LatestWait | undefined {
  let isSent = false;
  for (const { type = '', ...event } of events) {
    if (ENDS.has(type) || event.taskSucceededEventDetails?.resource === REVIEW_TASK) return { kind: 'ENDED' };
    if (type === 'ExecutionRedriven') return { kind: 'SENDING' };
    if (event.taskSubmittedEventDetails?.resource === REVIEW_TASK) isSent = true;
    const { taskScheduledEventDetails: scheduled } = event;
    if (scheduled?.resource !== REVIEW_TASK) continue;
    return isSent ? { kind: 'REQUESTED', ...requestIn(scheduled.parameters) } : { kind: 'SENDING' };
  }
  return undefined;
}

/** Reads only these two members of the task's parameters, because the parameters also contain the task token. */
function requestIn(parameters = '{}'): { readonly requestedAt: string; readonly attempt: number | undefined } {
  const { requestedAt, attempt } = JSON.parse(parameters).MessageBody ?? {};
  return { requestedAt: String(requestedAt), attempt: typeof attempt === 'number' ? attempt : undefined };
}

const SAID = {
  LOST: 'its new token is lost',
  ON_ITS_WAY: 'its new token is on its way',
  ENDED: 'its run does not wait',
} as const satisfies Record<Staleness, string>;

export function requestsFinding(stale: readonly StaleReview[]): Finding {
  const check = 'review requests';
  if (stale.length === 0) return { check, severity: 'ok', text: 'every pending review has a valid token' };
  const lost = stale.filter(({ why }) => why === 'LOST');
  const others = stale.filter(({ why }) => why !== 'LOST');
  const names = someOf([...lost, ...others].map(({ id, why }) => `${id} (${SAID[why]})`));
  const text = `${stale.length} without a valid token: ${names}`;
  if (lost.length === 0) return { check, severity: 'warn', text, remedy: WAIT };
  return { check, severity: 'fail', text, remedy: REQUEST_AGAIN };
}

const WAIT = 'look again in a minute; the keeper closes reviews of ended runs within an hour';
const REQUEST_AGAIN = 'apps dlq redrive review-queue-dlq; if it is empty, apps stop <id>, then apps redrive <id>';
