import { describe, expect, test } from '@jest/globals';
import { windowFor } from '../../../../handlers/outcomes/reconcile-outcomes/decide.ts';
import type { EndedExecution, MarkedNotifications } from '../../../../handlers/outcomes/reconcile-outcomes/ports.ts';
import { type Ports, reconcile } from '../../../../handlers/outcomes/reconcile-outcomes/reconcile.ts';
import type { ApplicationRecord } from '../../../../handlers/shared/application-record.ts';
import type { Ending, FinalStatus } from '../../../../handlers/shared/notification/ending.ts';
import { notify } from '../../../../handlers/shared/notification/notify.ts';
import { EXECUTION, LATER_EXECUTION, NOON, recordOf } from '../../in-memory-applications.ts';

const LONGEST_RUN = 74 * 86_400;
const WINDOW = windowFor({ now: NOON, longestRunSeconds: LONGEST_RUN });
const ELEVEN = new Date('2026-01-31T11:00:00.000Z');

const endingOf = (status: FinalStatus, changes: Partial<Ending> = {}): Ending => ({
  executionArn: EXECUTION,
  status,
  stoppedAt: ELEVEN,
  input: '{"application":{"id":"app-1","name":"Spock","address":"123 Enterprise Street"}}',
  ...changes,
});

class InMemoryMarks implements MarkedNotifications {
  readonly marks = new Map<string, 'SETTLED' | 'CLAIMED'>();

  async claim(key: string): Promise<'CLAIMED' | 'TAKEN' | 'SENT'> {
    const mark = this.marks.get(key);
    if (mark !== undefined) return mark === 'CLAIMED' ? 'TAKEN' : 'SENT';
    this.marks.set(key, 'CLAIMED');
    return 'CLAIMED';
  }

  async markSent(key: string): Promise<void> {
    this.marks.set(key, 'SETTLED');
  }

  async addDuplicate(key: string): Promise<void> {
    this.marks.set(key, 'SETTLED');
  }

  async markReconciled(key: string): Promise<void> {
    this.marks.set(key, 'SETTLED');
  }

  async settledOf(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(keys.filter((key) => this.marks.get(key) === 'SETTLED'));
  }
}

function setUp(endings: readonly Ending[], record: ApplicationRecord = recordOf({ state: 'APPROVED' })) {
  const mailed: string[] = [];
  const described: string[] = [];
  const failures: string[] = [];
  const ports: Ports = {
    executions: {
      async *endedPages() {
        yield endings.slice(0, 120);
        yield endings.slice(120);
      },
      readEnding: async (executionArn) => {
        described.push(executionArn);
        return endings.find((ending) => ending.executionArn === executionArn);
      },
    },
    findApplication: async (id) => (id === record.id ? record : undefined),
    notifications: new InMemoryMarks(),
    publish: async ({ subject }) => void mailed.push(subject),
    now: () => NOON,
    onFailure: ({ executionArn }: EndedExecution) => void failures.push(executionArn),
  };
  return { described, failures, mailed, ports };
}

describe('A run that ended without a notification', () => {
  test('is mailed by the first reconciliation and not again', async () => {
    const { mailed, ports } = setUp([endingOf('SUCCEEDED')]);
    expect(await reconcile(ports, WINDOW)).toEqual({ ended: 1, examined: 1, notified: 1, failed: 0 });
    expect(await reconcile(ports, WINDOW)).toEqual({ ended: 1, examined: 0, notified: 0, failed: 0 });
    expect(mailed).toEqual(['app-1: APPROVED']);
  });

  test('is not mailed again by a late event', async () => {
    const { mailed, ports } = setUp([endingOf('FAILED', { error: 'States.Runtime' })]);
    await reconcile(ports, WINDOW);
    expect(await notify(ports, endingOf('FAILED', { error: 'States.Runtime' }))).toMatchObject({ isSentNow: false });
    expect(mailed).toEqual(['app-1: FAILED']);
  });

  test('is not mailed by the reconciler if the event arrived before', async () => {
    const { described, mailed, ports } = setUp([endingOf('SUCCEEDED')]);
    await notify(ports, endingOf('SUCCEEDED'));
    expect(await reconcile(ports, WINDOW)).toMatchObject({ ended: 1, examined: 0, notified: 0 });
    expect(described).toEqual([]);
    expect(mailed).toHaveLength(1);
  });

  test('is not mailed if it was a duplicate, and is examined only once', async () => {
    const { described, mailed, ports } = setUp([endingOf('SUCCEEDED', { executionArn: LATER_EXECUTION })]);
    await reconcile(ports, WINDOW);
    await reconcile(ports, WINDOW);
    expect(described).toEqual([LATER_EXECUTION]);
    expect(mailed).toEqual([]);
  });

  test('is not mailed if it was redriven in the meantime', async () => {
    const { mailed, ports } = setUp([endingOf('FAILED')]);
    const redriven = { ...ports, executions: { ...ports.executions, readEnding: async () => undefined } };
    expect(await reconcile(redriven, WINDOW)).toMatchObject({ examined: 1, notified: 0, failed: 0 });
    expect(mailed).toEqual([]);
  });

  test('is mailed even if reading another run fails; that failure is counted and reported', async () => {
    const others = endingOf('SUCCEEDED', { executionArn: LATER_EXECUTION });
    const { failures, mailed, ports } = setUp([others, endingOf('SUCCEEDED')]);
    const readEnding: Ports['executions']['readEnding'] = async (arn) => {
      if (arn === LATER_EXECUTION) throw new Error('Step Functions is not available');
      return ports.executions.readEnding(arn);
    };
    const summary = await reconcile({ ...ports, executions: { ...ports.executions, readEnding } }, WINDOW);
    expect(summary).toEqual({ ended: 2, examined: 2, notified: 1, failed: 1 });
    expect(failures).toEqual([LATER_EXECUTION]);
    expect(mailed).toEqual(['app-1: APPROVED']);
  });

  test('is found among hundreds of runs on several pages', async () => {
    const endings = Array.from({ length: 250 }, (_, index) =>
      endingOf('FAILED', { executionArn: `${EXECUTION}-${index}`, input: '{}' }),
    );
    const { mailed, ports } = setUp(endings);
    expect(await reconcile(ports, WINDOW)).toMatchObject({ ended: 250, notified: 250 });
    expect(mailed).toHaveLength(250);
  });
});

test('A failed run is not examined again after its mail', async () => {
  const { described, mailed, ports } = setUp([endingOf('FAILED')]);
  await notify(ports, endingOf('FAILED'));
  expect(await reconcile(ports, WINDOW)).toMatchObject({ ended: 1, examined: 0, notified: 0 });
  expect([described, mailed]).toEqual([[], ['app-1: FAILED']]);
});

describe('The window', () => {
  test.each([
    ['2026-01-30T11:59:59.999Z', 0],
    ['2026-01-30T12:00:00.000Z', 1],
    ['2026-01-31T11:50:00.000Z', 1],
    ['2026-01-31T11:50:00.001Z', 0],
  ])('of a day ends ten minutes ago: a run that ended at %s is counted %i times', async (stoppedAt, ended) => {
    const { ports } = setUp([endingOf('SUCCEEDED', { stoppedAt: new Date(stoppedAt) })]);
    expect(await reconcile(ports, WINDOW)).toMatchObject({ ended });
  });

  test('includes runs that started one maximum run time before it', () => {
    expect(WINDOW.startedSince).toEqual(new Date('2025-11-17T12:00:00.000Z'));
  });

  test('can be given in hours', () => {
    const { from } = windowFor({ now: NOON, windowHours: 72, longestRunSeconds: LONGEST_RUN });
    expect(from).toEqual(new Date('2026-01-28T12:00:00.000Z'));
  });

  test.each([0, -1, 2161, Number.NaN])('of %d hours is refused with the given value', (windowHours) => {
    const request = { now: NOON, windowHours, longestRunSeconds: LONGEST_RUN };
    expect(() => windowFor(request)).toThrow(`windowHours is ${windowHours}; it must be 1 to 2160`);
  });

  test('is refused without a maximum run time', () => {
    const request = { now: NOON, longestRunSeconds: Number.NaN };
    expect(() => windowFor(request)).toThrow('longestRunSeconds is NaN; it must be over 0.');
  });
});
