import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { ApplicationRecord } from '../shared/application-record.ts';
import type { ReviewEntry } from '../shared/reviews/entry.ts';
import { decisionOf } from '../shared/reviews/view.ts';
import type { AccountItem, NotificationItem, Run } from './ports.ts';

export type Kind = 'event' | 'run' | 'state' | 'check' | 'wait' | 'review' | 'decision' | 'mail' | 'account';

/** One thing that happened; `at` is ISO 8601 in UTC. It says no name, address or comment. */
export interface TimelineItem {
  readonly at: string;
  readonly kind: Kind;
  readonly what: string;
  readonly who?: string;
}

export interface Sources {
  readonly record: ApplicationRecord;
  readonly review: ReviewEntry | undefined;
  readonly run: Run | undefined;
  readonly history: readonly HistoryEvent[];
  readonly account: AccountItem | undefined;
  readonly notification: NotificationItem | undefined;
}

/** Everything that is known to have happened to an application, earliest first; what came at once, in causal order. */
export function timelineOf(sources: Sources): TimelineItem[] {
  const items = [
    ...recorded(sources.record, sources.run),
    ...sources.history.flatMap(happenedInRun),
    ...reviewed(sources.review),
    ...decided(sources),
    ...opened(sources.account),
    ...mailed(sources.notification),
  ];
  return items.toSorted((left, right) => Date.parse(left.at) - Date.parse(right.at));
}

/** The record is made by the run, so the event was there before it, unless an earlier run had made the record. */
function recorded({ submittedAt, submittedBy }: ApplicationRecord, run: Run | undefined): TimelineItem[] {
  const at = run !== undefined && run.startedAt < submittedAt ? run.startedAt : submittedAt;
  const submitted = { at, kind: 'event' as const, what: 'Submitted' };
  const items: TimelineItem[] = [submittedBy === undefined ? submitted : { ...submitted, who: submittedBy }];
  if (run === undefined) return items;
  const began: TimelineItem = { at: run.startedAt, kind: 'run', what: 'Run started' };
  const ended =
    run.stoppedAt === undefined ? [] : [{ at: run.stoppedAt, kind: 'run' as const, what: `Run ${run.status}` }];
  return [...items, began, ...ended];
}

const CHECKS: Readonly<Record<string, string>> = { 'Check Name': 'name', 'Check Address': 'address' };
const WAIT = 'sendMessage.waitForTaskToken';

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
  if (event.taskSucceededEventDetails?.resource === WAIT) return 'The reviewer answered';
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
  DECIDED: 'Decision confirmed',
  WITHDRAWN: 'Decision came too late',
} as const;

function reviewed(entry: ReviewEntry | undefined): TimelineItem[] {
  if (entry === undefined) return [];
  const { receivedAt, remindedAt, escalatedAt, closedAt, audit = [] } = entry;
  const whom = { ASSIGNED: 'to', TAKEN_OVER: 'from', RELEASED: 'held by' } as const;
  const steps = audit
    .filter(({ what }) => what !== 'DECIDED')
    .map((item): TimelineItem => {
      const about =
        item.whom === undefined || !(item.what in whom) ? '' : ` ${whom[item.what as keyof typeof whom]} ${item.whom}`;
      return { at: item.at, kind: 'review', what: `${AUDIT_TEXT[item.what]}${about}`, who: item.who };
    });
  const mark = (at: string | undefined, kind: Kind, what: string): TimelineItem[] =>
    at === undefined ? [] : [{ at, kind, what }];
  return [
    ...mark(receivedAt, 'review', 'Entered the review ledger'),
    ...steps,
    ...mark(remindedAt, 'mail', 'Reminder sent'),
    ...mark(escalatedAt, 'mail', 'Escalated to the supervisors'),
    ...mark(closedAt, 'review', 'Left the review ledger'),
  ];
}

/** The ledger knows when a person decided; a decision sent by hand is known from the record only. */
function decided({ record, review }: Sources): TimelineItem[] {
  const noted = review === undefined ? undefined : (decisionOf(review) ?? review.deciding);
  const decision = noted ?? (record.decision === undefined ? undefined : { ...record.decision, at: record.updatedAt });
  if (decision === undefined) return [];
  const reason = 'reasonCode' in decision && decision.reasonCode !== undefined ? `, ${decision.reasonCode}` : '';
  const item: TimelineItem = { at: decision.at, kind: 'decision', what: `${decision.decision}${reason}` };
  return [decision.reviewer === undefined ? item : { ...item, who: decision.reviewer }];
}

const opened = (account: AccountItem | undefined): TimelineItem[] =>
  account === undefined ? [] : [{ at: account.openedAt, kind: 'account', what: `Account ${account.accountId} opened` }];

const mailed = (notification: NotificationItem | undefined): TimelineItem[] =>
  notification?.sentAt === undefined ? [] : [{ at: notification.sentAt, kind: 'mail', what: 'Outcome sent' }];
