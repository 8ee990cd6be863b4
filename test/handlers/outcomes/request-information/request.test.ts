import { describe, expect, test } from '@jest/globals';
import type { OutgoingEvent } from '../../../../events/outgoing.ts';
import { type Command, requestOf } from '../../../../handlers/outcomes/request-information/decide.ts';
import { requestInformation } from '../../../../handlers/outcomes/request-information/request.ts';
import { EXECUTION, InMemoryApplications, recordOf } from '../../in-memory-applications.ts';

const COMMAND: Command = {
  applicationId: 'app-1',
  executionArn: EXECUTION,
  taskToken: 'token-1',
  round: 1,
  decision: { decision: 'RETURN', reviewer: 'kirk', reasonCode: 'NAME_UNCLEAR', questions: ['Why?'], comment: 'odd' },
  requestedAt: '2026-01-31T12:00:00.000Z',
  deadline: '2026-02-14T12:00:00.000Z',
  isReminder: false,
};

const system = () => {
  const done: string[] = [];
  const reminders: OutgoingEvent[] = [];
  const applications = new InMemoryApplications(recordOf({ state: 'FLAGGED_FOR_REVIEW' }));
  const ports = {
    applications,
    keepToken: async ({ taskToken }: { readonly taskToken: string }) =>
      void done.push(`${taskToken} for ${applications.records.get('app-1')?.state}`),
    announce: async (event: OutgoingEvent) => void reminders.push(event),
  };
  return { ports, done, reminders, announced: applications.announced, record: () => applications.records.get('app-1') };
};

describe('A request for information', () => {
  test('stores the token before the record has the request; the event has no question and no comment', async () => {
    const { ports, done, announced, reminders, record } = system();
    await requestInformation(ports, COMMAND);
    expect(reminders).toEqual([]);
    expect(done).toEqual(['token-1 for FLAGGED_FOR_REVIEW']);
    expect(record()).toMatchObject({ state: 'INFORMATION_REQUESTED', informationRequests: [{ questions: ['Why?'] }] });
    expect(announced).toEqual([
      {
        name: 'InformationRequested',
        detail: {
          applicationId: 'app-1',
          occurredAt: '2026-01-31T12:00:00.000Z',
          outcome: 'INFORMATION_REQUESTED',
          round: 1,
          reasonCode: 'NAME_UNCLEAR',
          deadline: '2026-02-14T12:00:00.000Z',
        },
      },
    ]);
  });

  test('that is repeated replaces the token, keeps the record and says that it is a reminder', async () => {
    const { ports, done, reminders, record } = system();
    await requestInformation(ports, COMMAND);
    const before = record();
    await requestInformation(ports, { ...COMMAND, taskToken: 'token-2', isReminder: true });
    expect(done[1]).toBe('token-2 for INFORMATION_REQUESTED');
    expect(record()).toBe(before);
    expect(reminders).toMatchObject([{ detail: { round: 1, reminder: true } }]);
  });

  test('of another round or another run is a conflict that fails the run', async () => {
    const { ports } = system();
    for (const wrong of [{ round: 2 as const }, { executionArn: 'other' }])
      await expect(requestInformation(ports, { ...COMMAND, ...wrong })).rejects.toMatchObject({
        name: 'OutcomeConflictException',
      });
  });
});

test.each([
  [{}, 'OTHER', []],
  [{ reasonCode: 'DUPLICATE_APPLICANT', questions: 'Why?' }, 'OTHER', []],
  [
    { reasonCode: 'DATA_MISSING', questions: ['Why?', 1, 'x'.repeat(2001)] },
    'DATA_MISSING',
    ['Why?', 'x'.repeat(2000)],
  ],
  [{ questions: Array(12).fill('Why?') }, 'OTHER', Array(10).fill('Why?')],
  [null, 'OTHER', []],
])('A decision that was sent with the task token is stored within the limits', (decision, reasonCode, questions) => {
  expect(requestOf({ ...COMMAND, decision })).toMatchObject({ reasonCode, questions });
});
