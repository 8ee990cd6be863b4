import { type HistoryEvent, paginateGetExecutionHistory, type SFNClient } from '@aws-sdk/client-sfn';
import { listQueues } from '../../dead-letters/queues.ts';
import type { Clients } from '../clients.ts';
import { isNamed } from '../failures.ts';
import { viewApplications } from '../records/application-view.ts';
import { REVIEW_QUEUE } from '../system-names.ts';
import { type Check, type Finding, someOf } from './finding.ts';
import { type PendingReview, pendingReviews, readPending } from './pending-reviews.ts';

/** The run of every pending review waits for the token that the ledger has. */
export const checkReviewRequests: Check = async (clients) => {
  const reviews = await pendingReviews(clients);
  return [requestsFinding(await staleReviews(clients, reviews.slice(0, LOOKED_AT)))];
};

/** Number of pending reviews to check, oldest request first. Each takes one GetExecutionHistory call. */
const LOOKED_AT = 200;

/** Why the token of a pending review is not valid. */
type Staleness =
  /** The run waits for a later token, which is neither in the queue nor in the ledger. */
  | 'LOST'
  /** The run waits for a later token, whose message may be on its way. */
  | 'ON_ITS_WAY'
  /** The run does not wait any more. */
  | 'ENDED';

export interface StaleReview {
  readonly id: string;
  readonly why: Staleness;
}

/**
 * Reads in this order: history, queue, ledger. So a request that was sent and is not in the queue is in the ledger, unless
 * it is lost.
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
  /** A request is not sent yet. */
  | { readonly kind: 'SENDING' }
  | { readonly kind: 'ENDED' };

/** True if the run waits for the token of this entry. Messages of earlier definitions have no attempt. */
function isOf(wait: LatestWait, { requestedAt, attempt }: PendingReview): boolean {
  if (wait.kind !== 'REQUESTED') return false;
  const isSameTime = Date.parse(wait.requestedAt) === Date.parse(requestedAt);
  return isSameTime && (wait.attempt === undefined || wait.attempt === attempt);
}

function whyStale({ kind }: LatestWait, isQueueEmpty: boolean): Staleness {
  if (kind === 'ENDED') return 'ENDED';
  return kind === 'REQUESTED' && isQueueEmpty ? 'LOST' : 'ON_ITS_WAY';
}

/** Undefined if Step Functions no longer knows the run; another check reports that. */
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

/** `events` are sorted latest first; undefined if they contain no event of a wait. */
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

/** The parameters contain the task token; only these two members are kept. */
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
