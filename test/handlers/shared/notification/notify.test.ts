import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../../../handlers/applications/register-application/contract.ts';
import { parseStatusChange } from '../../../../handlers/outcomes/notify/status-change.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import { INVALID_APPLICATION } from '../../../../handlers/shared/notification/decide.ts';
import type { EndOfRun } from '../../../../handlers/shared/notification/end-of-run.ts';
import type { Ending } from '../../../../handlers/shared/notification/ending.ts';
import type { Mail } from '../../../../handlers/shared/notification/mail.ts';
import { notify, type Ports } from '../../../../handlers/shared/notification/notify.ts';
import type { EndsOfRuns } from '../../../../handlers/shared/notification/ports.ts';
import { EXECUTION, LATER_EXECUTION, NOON, recordOf } from '../../in-memory-applications.ts';

const DEFINITION = new URL('../../../../workflow/account-application.asl.json', import.meta.url);
const INPUT = '{"application":{"id":"app-1","name":"Spock","address":"123 Enterprise Street"}}';

function ending(changes: Record<string, unknown> = {}): Ending {
  return parseStatusChange({
    executionArn: EXECUTION,
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application',
    status: 'SUCCEEDED',
    startDate: 1_769_860_700_000,
    stopDate: 1_769_860_800_000,
    input: INPUT,
    error: null,
    cause: null,
    ...changes,
  });
}

class InMemoryNotifications implements EndsOfRuns {
  /** What the case files get to know. */
  readonly ends: (EndOfRun | undefined)[] = [];
  readonly duplicates: EndOfRun[] = [];
  readonly #claims = new Map<string, { claimedUntil: Date; isSent: boolean }>();

  async claim(key: string, now: Date, claimedUntil: Date): Promise<'CLAIMED' | 'TAKEN' | 'SENT'> {
    const claim = this.#claims.get(key);
    if (claim?.isSent) return 'SENT';
    if (claim !== undefined && claim.claimedUntil >= now) return 'TAKEN';
    this.#claims.set(key, { claimedUntil, isSent: false });
    return 'CLAIMED';
  }

  async markSent(key: string, _: Date, end?: EndOfRun): Promise<void> {
    this.#claims.set(key, { claimedUntil: NOON, isSent: true });
    this.ends.push(end);
  }

  async addDuplicate(_: string, __: Date, end: EndOfRun): Promise<void> {
    this.duplicates.push(end);
  }
}

function setUp(record: ApplicationRecord | undefined = recordOf({ state: 'APPROVED' })) {
  const mailed: Mail[] = [];
  const notifications = new InMemoryNotifications();
  const ports: Ports = {
    findApplication: async (id) => (id === record?.id ? record : undefined),
    notifications,
    publish: async (mail) => void mailed.push(mail),
    now: () => NOON,
  };
  return { mailed, notifications, ports };
}

describe('The end of a run', () => {
  test('is mailed as readable text', async () => {
    const record = recordOf({
      state: 'REJECTED',
      reasons: ['NAME'],
      decision: { decision: 'REJECT', reviewer: 'kirk' },
    });
    const { mailed, ports } = setUp(record);
    await notify(ports, ending());
    expect(mailed).toEqual([
      {
        subject: 'app-1: REJECTED',
        text: [
          'What:        The application was rejected.',
          'Why:         A reviewer decided. Flagged: NAME.',
          'When:        2026-01-31T12:00:00.000Z',
          'Application: app-1, on record as REJECTED',
          'Execution:   arn:aws:states:us-east-1:000000000000:execution:account-application:first',
          '',
          'Where to look:',
          '  aws stepfunctions get-execution-history --execution-arn arn:aws:states:us-east-1:000000000000:execution:account-application:first',
          `  aws dynamodb get-item --table-name applications --key '{"id":{"S":"app-1"}}'`,
          '',
        ].join('\n'),
      },
    ]);
  });

  test.each([
    ['APPROVED', 'No check was flagged.'],
    ['REVIEW_EXPIRED', 'Flagged: ADDRESS.'],
    ['FLAGGED_WITH_UNPROCESSABLE_DATA', 'A check could not read the data; see the record for the reason.'],
  ] as const)('is mailed with its outcome %s and the reason', async (state, why) => {
    const { mailed, ports } = setUp(recordOf({ state, reasons: ['ADDRESS'], unprocessableReason: "Name 'Spock'" }));
    await notify(ports, ending());
    expect(mailed[0]?.subject).toBe(`app-1: ${state}`);
    expect(mailed[0]?.text).toContain(`Why:         ${why}\n`);
  });

  test.each([
    ['FAILED', 'States.Runtime'],
    ['TIMED_OUT', 'States.Timeout'],
    ['ABORTED', 'Operator'],
  ])('is mailed if it is %s, with the name of the error', async (status, error) => {
    const { mailed, ports } = setUp(recordOf({ state: 'FLAGGED_FOR_REVIEW' }));
    await notify(ports, ending({ status, error, cause: 'Spock of 123 Enterprise Street' }));
    expect(mailed[0]?.subject).toBe(`app-1: ${status}`);
    expect(mailed[0]?.text).toContain(`Why:         ${error}\n`);
    expect(mailed[0]?.text).toContain('on record as FLAGGED_FOR_REVIEW');
  });

  test('is mailed without applicant data for every status', async () => {
    for (const status of ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']) {
      const { mailed, ports } = setUp(recordOf({ state: 'APPROVED', email: 'spock@enterprise.example' }));
      await notify(ports, ending({ status, error: 'Some.Error', cause: 'Spock' }));
      expect(JSON.stringify(mailed)).not.toMatch(/Spock|spock|Enterprise/);
    }
  });

  test('is not mailed if the record belongs to another run', async () => {
    const { mailed, ports } = setUp(recordOf({ state: 'APPROVED', executionArn: LATER_EXECUTION }));
    expect(await notify(ports, ending())).toEqual({ applicationId: 'app-1', isSentNow: false });
    expect(mailed).toEqual([]);
  });

  test('is not read from the table if the output of the run says that the run is a duplicate', async () => {
    const { Output } = JSON.parse(readFileSync(DEFINITION, 'utf8')).States['Duplicate Ignored'];
    const { mailed, notifications, ports } = setUp();
    const findApplication = () => Promise.reject(new Error('It was looked up.'));
    const notified = await notify({ ...ports, findApplication }, ending({ output: JSON.stringify(Output) }));
    expect(notified).toEqual({ applicationId: 'app-1', isSentNow: false });
    expect(mailed).toEqual([]);
    expect(notifications.duplicates).toEqual([{ applicationId: 'app-1', run: 'first', endedAt: NOON.toISOString() }]);
  });
});

describe('An invalid submission', () => {
  const invalid = (changes: Record<string, unknown> = {}) =>
    ending({
      status: 'FAILED',
      error: 'InvalidApplicationException',
      cause: 'application.name is missing',
      input: '{"application":{"id":"not an id"}}',
      ...changes,
    });

  test('is mailed with the reason and a subject without the invalid id', async () => {
    const { mailed, ports } = setUp();
    await notify(ports, invalid());
    expect(mailed[0]?.subject).toBe('application without a valid id: INVALID');
    expect(mailed[0]?.text).toContain('Why:         application.name is missing\n');
    expect(mailed[0]?.text).not.toContain('not an id');
  });

  test('is not mailed again if it is replayed', async () => {
    const { mailed, ports } = setUp();
    await notify(ports, invalid());
    await notify(ports, invalid({ executionArn: LATER_EXECUTION, stopDate: 1_769_947_200_000 }));
    expect(mailed).toHaveLength(1);
  });

  test('is mailed if its input differs', async () => {
    const { mailed, ports } = setUp();
    await notify(ports, invalid());
    await notify(ports, invalid({ input: '{"application":{"id":"app-2"}}' }));
    expect(mailed.map(({ subject }) => subject)).toEqual(['application without a valid id: INVALID', 'app-2: INVALID']);
  });
});

describe('A notification', () => {
  test('is sent once although the end is reported repeatedly', async () => {
    const { mailed, ports } = setUp();
    await notify(ports, ending());
    expect(await notify(ports, ending())).toMatchObject({ isSentNow: false });
    expect(mailed).toHaveLength(1);
  });

  test('is sent again if a redriven run ends again, and says how often the run was redriven', async () => {
    const { mailed, notifications, ports } = setUp();
    await notify(ports, ending({ status: 'FAILED', redriveCount: 0, redriveDate: null }));
    await notify(ports, ending({ status: 'FAILED', stopDate: 1_769_864_400_000, redriveCount: 1 }));
    expect(mailed).toHaveLength(2);
    const end = { applicationId: 'app-1', outcome: 'FAILED', run: 'first' };
    expect(notifications.ends).toEqual([
      { ...end, endedAt: '2026-01-31T12:00:00.000Z' },
      { ...end, endedAt: '2026-01-31T13:00:00.000Z', redriveCount: 1 },
    ]);
  });

  test('whose lease another invocation has is retried, and sent after the lease ends', async () => {
    const { mailed, ports } = setUp();
    const brokenOff = { ...ports, publish: () => Promise.reject(new Error('the process was killed')) };
    await expect(notify(brokenOff, ending())).rejects.toThrow('the process was killed');
    await expect(notify(ports, ending())).rejects.toMatchObject({ name: 'TryAgainException' });
    expect(mailed).toEqual([]);
    await notify({ ...ports, now: () => new Date('2026-01-31T12:00:41.000Z') }, ending());
    expect(mailed).toHaveLength(1);
  });

  test('has a subject of at most 100 ASCII characters for the longest id and outcome', async () => {
    const id = 'x'.repeat(64);
    const { mailed, ports } = setUp(recordOf({ id, state: 'FLAGGED_WITH_UNPROCESSABLE_DATA' }));
    await notify(ports, ending({ input: JSON.stringify({ application: { id } }) }));
    expect(mailed[0]?.subject).toMatch(/^[\x20-\x7e]{1,100}$/);
    expect(mailed[0]?.subject).toBe(`${id}: FLAGGED_WITH_UNPROCESSABLE_DATA`);
  });
});

test('the error name of an invalid submission equals the error name that register-application throws', () => {
  expect(INVALID_APPLICATION).toBe(ERRORS.invalid);
});

test('a detail that is not a status change is refused', () => {
  expect(() => parseStatusChange({ executionArn: EXECUTION, status: 'RUNNING' })).toThrow(TypeError);
  expect(() => parseStatusChange('text')).toThrow(TypeError);
});
