import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Replay, Run, TimelineItem } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';
import { decisionOf } from '../../shared/reviews/view.ts';
import type { AccountItem, NotificationItem } from './ports.ts';

export interface Sources {
  readonly record: ApplicationRecord;
  readonly review: ReviewEntry | undefined;
  readonly run: Run | undefined;
  readonly history: readonly HistoryEvent[];
  readonly account: AccountItem | undefined;
  readonly notification: NotificationItem | undefined;
  readonly replays: readonly Replay[];
}

/**
 * All known events of an application, earliest first; events with the same time are in causal order. The items contain no
 * name, address or comment.
 */
export function timelineOf(sources: Sources): TimelineItem[] {
  const { record, review, run, history, account, notification, replays } = sources;
  const happened = history.flatMap(happenedInRun);
  const answered = happened.findIndex(({ what }) => what === ANSWERED);
  const unanswered = answered === -1 ? happened.length : answered;
  const items = [
    ...submitted(record, run),
    ...replayed(record, replays),
    ...began(run),
    ...happened.slice(0, unanswered),
    ...reviewed(review),
    ...decided(sources),
    ...returned(record),
    ...amended(record),
    ...happened.slice(unanswered),
    ...opened(account),
    ...ended(run),
    ...closed(review),
    ...mailed(notification),
    ...erased(record),
  ];
  return items.toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

/**
 * Time of the submission: the start of the run that created the record, else `submittedAt`, if an earlier run created
 * it.
 */
function submitted({ submittedAt, submittedBy }: ApplicationRecord, run: Run | undefined): TimelineItem[] {
  const at = run !== undefined && run.startedAt < submittedAt ? run.startedAt : submittedAt;
  const item: TimelineItem = { at, kind: 'event', what: 'Submitted' };
  return [submittedBy === undefined ? item : { ...item, who: submittedBy }];
}

/** Replays whose time window contains the submission. Previews are left out, because they start no run. */
function replayed({ submittedAt }: ApplicationRecord, replays: readonly Replay[]): TimelineItem[] {
  const submittedMs = Date.parse(submittedAt);
  return replays
    .filter(({ name }) => !name.startsWith(PREVIEW))
    .filter(({ from, to }) => Date.parse(from) <= submittedMs && submittedMs <= Date.parse(to))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, state, startedAt: at }) => {
      return { at, kind: 'replay', what: `Replay ${name} sent its submission again`, state };
    });
}

const began = (run: Run | undefined): TimelineItem[] =>
  run === undefined ? [] : [{ at: run.startedAt, kind: 'run', what: 'Run started' }];

const ended = (run: Run | undefined): TimelineItem[] =>
  run?.stoppedAt === undefined ? [] : [{ at: run.stoppedAt, kind: 'run', what: `Run ${run.status}` }];

const CHECKS: Readonly<Record<string, string>> = { 'Check Name': 'name', 'Check Address': 'address' };
const WAIT = 'sendMessage.waitForTaskToken';
const ANSWERED = 'The reviewer answered';
/** The names of previews begin with this text. Only the preview rule receives their events. */
const PREVIEW = 'preview-';

function happenedInRun(event: HistoryEvent): TimelineItem[] {
  if (event.timestamp === undefined) return [];
  const at = event.timestamp.toISOString();
  const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } = event;
  if (entered?.name !== undefined) return [{ at, kind: 'state', what: entered.name }];
  const check = CHECKS[exited?.name ?? ''];
  if (check !== undefined) {
    return [{ at, kind: 'check', what: `The ${check} is ${isFlagged(exited?.output) ? 'flagged' : 'clean'}` }];
  }
  if (event.type === 'ExecutionRedriven') return [{ at, kind: 'run', what: 'Run redriven' }];
  const wait = waited(event);
  return wait === undefined ? [] : [{ at, kind: 'wait', what: wait }];
}

function waited(event: HistoryEvent): string | undefined {
  if (event.taskSubmittedEventDetails?.resource === WAIT) return 'A reviewer was asked';
  if (event.taskSucceededEventDetails?.resource === WAIT) return ANSWERED;
  const timedOut = event.taskTimedOutEventDetails;
  if (timedOut?.resource !== WAIT) return undefined;
  return timedOut.error === 'States.HeartbeatTimeout' ? 'The request was lost' : 'Nobody decided in time';
}

function isFlagged(output: string | undefined): boolean {
  try {
    return JSON.parse(output ?? '{}')?.flagged === true;
  } catch {
    return false;
  }
}

const AUDIT_TEXT = {
  CLAIMED: 'Claimed',
  RELEASED: 'Released',
  ASSIGNED: 'Assigned',
  TAKEN_OVER: 'Taken over',
  DECIDED_FIRST: 'First of two decisions made',
  DISAGREED: 'Second decision differs: a supervisor decides',
  DECIDED: 'Decision confirmed',
  WITHDRAWN: 'Decision came too late',
  INSUFFICIENT: 'Decision by too few people refused',
  RETURN_REFUSED: 'Return refused: returned too often',
} as const;

function reviewed(entry: ReviewEntry | undefined): TimelineItem[] {
  if (entry === undefined) return [];
  const { receivedAt, remindedAt, escalatedAt, audit = [] } = entry;
  const whom = { ASSIGNED: 'to', TAKEN_OVER: 'from', RELEASED: 'held by' } as const;
  const steps = audit
    .filter(({ what }) => what !== 'DECIDED')
    .map((item): TimelineItem => {
      const about =
        item.whom === undefined || !(item.what in whom) ? '' : ` ${whom[item.what as keyof typeof whom]} ${item.whom}`;
      return { at: item.at, kind: 'review', what: `${AUDIT_TEXT[item.what]}${about}`, who: item.who };
    });
  return [
    ...mark(receivedAt, 'review', 'Entered the review ledger'),
    ...steps,
    ...mark(remindedAt, 'mail', 'Reminder sent'),
    ...mark(escalatedAt, 'mail', 'Escalated to the supervisors'),
  ];
}

const closed = (entry: ReviewEntry | undefined): TimelineItem[] =>
  mark(entry?.closedAt, 'review', 'Left the review ledger');

const mark = (at: string | undefined, kind: TimelineItem['kind'], what: string): TimelineItem[] =>
  at === undefined ? [] : [{ at, kind, what }];

/** The decision from the ledger, with its time. A decision that was sent with the AWS CLI is only in the record. */
function decided({ record, review }: Sources): TimelineItem[] {
  const noted = review === undefined ? undefined : (decisionOf(review) ?? review.deciding);
  const decision = noted ?? (record.decision === undefined ? undefined : { ...record.decision, at: record.updatedAt });
  if (decision === undefined || (decision.decision === 'RETURN' && isOnRecord(record))) return [];
  const reason = 'reasonCode' in decision && decision.reasonCode !== undefined ? `, ${decision.reasonCode}` : '';
  const item: TimelineItem = { at: decision.at, kind: 'decision', what: `${decision.decision}${reason}` };
  return [decision.reviewer === undefined ? item : { ...item, who: decision.reviewer }];
}

/** True if the run has recorded a return, which the items of `returned` show. */
const isOnRecord = ({ state, informationRequests = [] }: ApplicationRecord): boolean =>
  state !== 'FLAGGED_FOR_REVIEW' && informationRequests.length > 0;

/** Every return to the applicant. The questions are not shown. */
const returned = ({ informationRequests = [] }: ApplicationRecord): TimelineItem[] =>
  informationRequests.map(({ requestedAt: at, reasonCode, reviewer }) => {
    const item: TimelineItem = { at, kind: 'decision', what: `RETURN, ${reasonCode}` };
    return reviewer === undefined ? item : { ...item, who: reviewer };
  });

/** Every answer of the applicant. The changed data is not shown. */
const amended = ({ amendments = [] }: ApplicationRecord): TimelineItem[] =>
  amendments.map(({ amendedAt: at, version, amendedBy }) => {
    const item: TimelineItem = { at, kind: 'event', what: `Amended to version ${version}` };
    return amendedBy === undefined ? item : { ...item, who: amendedBy };
  });

const opened = (account: AccountItem | undefined): TimelineItem[] =>
  account === undefined ? [] : [{ at: account.openedAt, kind: 'account', what: `Account ${account.accountId} opened` }];

const erased = ({ erasure }: ApplicationRecord): TimelineItem[] =>
  erasure === undefined
    ? []
    : [{ at: erasure.erasedAt, kind: 'event', what: 'Applicant’s data erased', who: erasure.confirmedBy }];

const mailed = (notification: NotificationItem | undefined): TimelineItem[] =>
  notification?.sentAt === undefined ? [] : [{ at: notification.sentAt, kind: 'mail', what: 'Outcome sent' }];
