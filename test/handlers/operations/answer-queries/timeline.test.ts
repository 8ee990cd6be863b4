import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import type { Replay } from '../../../../api/types.generated.ts';
import { timelineOf } from '../../../../handlers/operations/answer-queries/timeline.ts';
import { EXECUTION, recordOf } from '../../in-memory-applications.ts';
import { entryOf } from '../../shared/reviews/in-memory-review.ts';

const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 0, 31, 12, minute, second));
const wait = { resource: 'sendMessage.waitForTaskToken', resourceType: 'sqs' };

const HISTORY: HistoryEvent[] = [
  { type: 'TaskStateEntered', timestamp: at(0, 1), stateEnteredEventDetails: { name: 'Register Application' } },
  {
    type: 'TaskStateExited',
    timestamp: at(0, 2),
    stateExitedEventDetails: { name: 'Check Name', output: '{"flagged":true}' },
  },
  { type: 'TaskStateExited', timestamp: at(0, 2), stateExitedEventDetails: { name: 'Check Address', output: '{}' } },
  { type: 'TaskSubmitted', timestamp: at(1), taskSubmittedEventDetails: wait },
  { type: 'TaskTimedOut', timestamp: at(2), taskTimedOutEventDetails: { ...wait, error: 'States.HeartbeatTimeout' } },
  { type: 'TaskSubmitted', timestamp: at(3), taskSubmittedEventDetails: wait },
  { type: 'TaskSucceeded', timestamp: at(6), taskSucceededEventDetails: wait },
].map((event, index) => ({ ...event, id: index + 1 }) as HistoryEvent);

test('the timeline contains all events in order and no applicant data', () => {
  const review = entryOf({
    state: 'REVIEW_APPROVED',
    receivedAt: at(3, 1).toISOString(),
    remindedAt: at(4).toISOString(),
    escalatedAt: at(4, 30).toISOString(),
    closedAt: at(6, 1).toISOString(),
    decision: { decision: 'APPROVE', reviewer: 'kirk', at: at(5, 59).toISOString(), comment: 'canary' },
    audit: [
      { at: at(5).toISOString(), what: 'CLAIMED', who: 'kirk' },
      { at: at(5, 59).toISOString(), what: 'DECIDED', who: 'kirk' },
    ],
  });
  const record = recordOf({ submittedAt: at(0, 1).toISOString(), submittedBy: 'machine', name: 'canary' });
  const run = {
    arn: EXECUTION,
    status: 'SUCCEEDED' as const,
    startedAt: at(0).toISOString(),
    stoppedAt: at(7).toISOString(),
  };
  const account = { accountId: 'acc-1', openedAt: at(6, 30).toISOString() };
  const notification = { sentAt: at(8).toISOString() };
  const items = timelineOf({ record, review, run, history: HISTORY, account, notification, replays: [] });
  expect(items.map(({ kind, what, who }) => [kind, what, ...(who === undefined ? [] : [who])].join(' | '))).toEqual([
    'event | Submitted | machine',
    'run | Run started',
    'state | Register Application',
    'check | The name is flagged',
    'check | The address is clean',
    'wait | A reviewer was asked',
    'wait | The request was lost',
    'wait | A reviewer was asked',
    'review | Entered the review ledger',
    'mail | Reminder sent',
    'mail | Escalated to the supervisors',
    'review | Claimed | kirk',
    'decision | APPROVE | kirk',
    'wait | The reviewer answered',
    'review | Left the review ledger',
    'account | Account acc-1 opened',
    'run | Run SUCCEEDED',
    'mail | Outcome sent',
  ]);
  expect(JSON.stringify(items)).not.toContain('canary');
});

test('a decision sent with the task token is read from the record, and a deleted run does not affect the other events', () => {
  const decision = { decision: 'REJECT', reviewer: 'scotty' } as const;
  const record = recordOf({ state: 'REJECTED', decision, updatedAt: at(9).toISOString() });
  const sources = {
    record,
    review: undefined,
    run: undefined,
    history: [],
    account: undefined,
    notification: undefined,
    replays: [],
  };
  expect(timelineOf(sources)).toEqual([
    { at: '2026-01-31T11:00:00.000Z', kind: 'event', what: 'Submitted' },
    { at: '2026-01-31T12:09:00.000Z', kind: 'decision', what: 'REJECT', who: 'scotty' },
  ]);
});

const NOTHING = { review: undefined, run: undefined, history: [], account: undefined, notification: undefined };

test('the timeline contains replays whose window covers the submission, but no previews', () => {
  const record = recordOf({ submittedAt: at(10, 30).toISOString() });
  const replay = (name: string, from: Date, to: Date, startedAt = at(40)): Replay => {
    const times = { from: from.toISOString(), to: to.toISOString(), startedAt: startedAt.toISOString() };
    return { name, state: 'COMPLETED', ...times };
  };
  const replays: readonly Replay[] = [
    replay('wide-2', at(0), at(20)),
    replay('wide-1', at(0), at(20)),
    replay('until-then', at(0), at(10, 30), at(50)),
    replay('from-then', at(10, 30), at(20), at(30)),
    { ...replay('stopped', at(0), at(20), at(55)), state: 'CANCELLED' },
    replay('before', at(0), at(10, 29)),
    replay('after', at(10, 31), at(20)),
    replay('preview-1', at(0), at(20)),
  ];
  expect(timelineOf({ ...NOTHING, record, replays })).toEqual([
    { at: '2026-01-31T12:10:30.000Z', kind: 'event', what: 'Submitted' },
    ...[
      ['30', 'from-then', 'COMPLETED'],
      ['40', 'wide-1', 'COMPLETED'],
      ['40', 'wide-2', 'COMPLETED'],
      ['50', 'until-then', 'COMPLETED'],
      ['55', 'stopped', 'CANCELLED'],
    ].map(([minute, name, state]) => ({
      at: `2026-01-31T12:${minute}:00.000Z`,
      kind: 'replay',
      what: `Replay ${name} sent its submission again`,
      state,
    })),
  ]);
});

test('events of the same millisecond are in causal order', () => {
  const then = at(0).toISOString();
  const decision = { decision: 'APPROVE', reviewer: 'kirk', at: then } as const;
  const items = timelineOf({
    record: recordOf({ submittedAt: then }),
    review: entryOf({ state: 'REVIEW_APPROVED', receivedAt: then, closedAt: then, decision }),
    run: { arn: EXECUTION, status: 'SUCCEEDED', startedAt: then, stoppedAt: then },
    history: [...HISTORY, { type: 'PassStateEntered', stateEnteredEventDetails: { name: 'Approve Application' } }].map(
      (event) => ({ ...event, timestamp: at(0) }) as HistoryEvent,
    ),
    account: { accountId: 'acc-1', openedAt: then },
    notification: { sentAt: then },
    replays: [{ name: 'again', state: 'COMPLETED', startedAt: then, from: then, to: then }],
  });
  expect(items.map(({ what }) => what)).toEqual([
    'Submitted',
    'Replay again sent its submission again',
    'Run started',
    'Register Application',
    'The name is flagged',
    'The address is clean',
    'A reviewer was asked',
    'The request was lost',
    'A reviewer was asked',
    'Entered the review ledger',
    'APPROVE',
    'The reviewer answered',
    'Approve Application',
    'Account acc-1 opened',
    'Run SUCCEEDED',
    'Left the review ledger',
    'Outcome sent',
  ]);
});
