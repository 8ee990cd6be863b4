import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { createRuns } from '../../../../handlers/shared/reviews/runs.ts';
import { waitIn } from '../../../../handlers/shared/reviews/wait.ts';

const resource = 'sendMessage.waitForTaskToken';
const resourceType = 'sqs';
const at = new Date('2026-01-31T12:00:00.000Z');

const event = (type: string, details: object = {}): HistoryEvent =>
  ({ type, timestamp: at, id: 1, ...details }) as HistoryEvent;
const asked = event('TaskScheduled', { taskScheduledEventDetails: { resource, resourceType } });
const answered = (output: string) =>
  event('TaskSucceeded', { taskSucceededEventDetails: { resource, resourceType, output } });
const otherTask = event('TaskSucceeded', { taskSucceededEventDetails: { resource: 'invoke', output: '{}' } });
const expired = event('TaskStateEntered', { stateEnteredEventDetails: { name: 'Review Expired' } });

const ONE_PERSON = { decisionsRequired: 1, mayReturn: true };

describe('The history of a run, latest event first,', () => {
  test.each([
    ['says that a review was requested', [asked], { kind: 'OPEN' }],
    ['says that the review was requested again', [asked, event('TaskTimedOut'), asked], { kind: 'OPEN' }],
    ['says that the review expired', [otherTask, expired, event('TaskTimedOut'), asked], { kind: 'EXPIRED' }],
    ['says that the run was stopped while waiting', [event('ExecutionAborted'), asked], { kind: 'ENDED' }],
    ['says that the run was redriven', [event('ExecutionRedriven'), event('ExecutionFailed'), asked], { kind: 'OPEN' }],
    [
      'says that the output was not a decision',
      [event('ExecutionFailed'), answered('"perhaps"'), asked],
      { kind: 'ENDED' },
    ],
    ['says nothing about a wait', [otherTask, event('ExecutionStarted')], undefined],
  ])('%s', (_, events, wait) => {
    expect(waitIn(events, ONE_PERSON)).toEqual(wait);
  });

  test('contains the decision even if the run failed afterwards', () => {
    const output = '{"decision":"REJECT","reviewer":"kirk","comment":"no"}';
    const taken = { decision: 'REJECT', reviewer: 'kirk', comment: 'no', at: '2026-01-31T12:00:00.000Z' };
    expect(waitIn([event('ExecutionFailed'), answered(output), asked], ONE_PERSON)).toEqual({ kind: 'DECIDED', taken });
    expect(waitIn([otherTask, answered(output), asked], ONE_PERSON)).toEqual({ kind: 'DECIDED', taken });
  });

  test('contains a return by one person, also where two must decide, unless the application was returned too often', () => {
    const events = [answered('{"decision":"RETURN","reviewer":"kirk","questions":["Why?"]}'), asked];
    const taken = { decision: 'RETURN', reviewer: 'kirk', at: '2026-01-31T12:00:00.000Z' };
    expect(waitIn(events, { decisionsRequired: 2, mayReturn: true })).toEqual({ kind: 'DECIDED', taken });
    expect(waitIn(events, { decisionsRequired: 2, mayReturn: false })).toEqual({ kind: 'OPEN' });
  });
});

describe('Step Functions', () => {
  const named = (name: string) => Object.assign(new Error(name), { name });
  const runsAnswering = (send: (command: { input: Record<string, unknown> }) => Promise<unknown>) =>
    createRuns({ send } as unknown as Parameters<typeof createRuns>[0]);

  test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'that answers %s means that the token is no longer valid',
    async (name) => {
      const runs = runsAnswering(() => Promise.reject(named(name)));
      expect(await runs.succeed('token', { decision: 'APPROVE', reviewer: 'kirk' })).toBe('GONE');
    },
  );

  test('that does not answer causes a retryable error', async () => {
    const runs = runsAnswering(() => Promise.reject(named('ThrottlingException')));
    await expect(runs.succeed('token', { decision: 'APPROVE', reviewer: 'kirk' })).rejects.toThrow('did not work');
  });

  test('receives the decision as the output of the task', async () => {
    const inputs: unknown[] = [];
    const runs = runsAnswering(async ({ input }) => void inputs.push(input));
    expect(await runs.succeed('token', { decision: 'APPROVE', reviewer: 'kirk' })).toBe('TAKEN');
    expect(inputs).toEqual([{ taskToken: 'token', output: '{"decision":"APPROVE","reviewer":"kirk"}' }]);
  });

  test('returns a long history in pages, latest first; reading ends at the latest wait', async () => {
    const pages = [
      { events: [otherTask], nextToken: '2' },
      { events: [asked], nextToken: '3' },
    ];
    let read = 0;
    const runs = runsAnswering(async () => {
      read += 1;
      return pages[read - 1];
    });
    expect([await runs.readWait('the run', ONE_PERSON), read]).toEqual([{ kind: 'OPEN' }, 2]);
  });

  test('that no longer has a run means that the run has ended', async () => {
    const runs = runsAnswering(() => Promise.reject(named('ExecutionDoesNotExist')));
    expect(await runs.readWait('the run', ONE_PERSON)).toEqual({ kind: 'ENDED' });
  });
});
