import { describe, expect, test } from '@jest/globals';
import { TryAgainException } from '../../handlers/shared/errors.ts';
import { DAY_MS, HOUR_MS, Surroundings } from './simulation.ts';

const submission = (changes: Record<string, string> = {}) => ({
  application: { id: 'app-1', name: 'Spock', address: '123 Enterprise Street', ...changes },
});
const EVIL = submission({ name: 'evil Spock' });

const endOf = (system: Surroundings) => system.applications.records.get('app-1');
const announcedIn = (system: Surroundings) => system.announced.map(({ name }) => name);

describe('An application', () => {
  test('with clean data is approved in six states', async () => {
    const system = new Surroundings();
    const run = await system.start('run', submission());
    expect(run.snapshot).toMatchObject({
      status: 'SUCCEEDED',
      output: { applicationId: 'app-1', outcome: 'APPROVED' },
    });
    expect(run.path.toSorted()).toEqual([
      'Approve Application',
      'Check Address',
      'Check Applicant Data',
      'Check Name',
      'Register Application',
      'Review Required?',
    ]);
    expect(endOf(system)).toMatchObject({ state: 'APPROVED', version: 2 });
    expect(announcedIn(system)).toEqual(['ApplicationApproved']);
  });

  test.each([
    ['APPROVE', 'APPROVED', 'ApplicationApproved'],
    ['REJECT', 'REJECTED', 'ApplicationRejected'],
  ])('that is flagged waits for a person, whose %s makes it %s', async (decision, state, event) => {
    const system = new Surroundings();
    const run = await system.start('run', submission({ name: 'evil Spock', address: 'ABadAddress' }));
    expect(run.snapshot.status).toBe('RUNNING');
    expect(endOf(system)).toMatchObject({ state: 'FLAGGED_FOR_REVIEW', reviewDeadline: '2026-03-02T12:00:00.000Z' });
    const [message] = system.queue;
    expect(message).toMatchObject({
      applicationId: 'app-1',
      reasons: ['NAME', 'ADDRESS'],
      requestedAt: '2026-01-31T12:00:00.000Z',
    });
    await run.decide(String(message?.taskToken), { decision, reviewer: 'kirk', comment: 'seen' });
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)).toMatchObject({ state, decision: { decision, reviewer: 'kirk', comment: 'seen' } });
    expect(announcedIn(system)).toEqual(['ReviewRequested', event]);
  });

  test('whose name cannot be checked is flagged as unprocessable with the reason, and the run succeeds', async () => {
    const system = new Surroundings();
    const run = await system.start('run', submission({ name: 'UNPROCESSABLE_DATA' }));
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)).toMatchObject({
      state: 'FLAGGED_WITH_UNPROCESSABLE_DATA',
      unprocessableReason: "Simulated error: Name 'UNPROCESSABLE_DATA' is not possible to check.",
    });
    expect(announcedIn(system)).toEqual(['ApplicationUnprocessable']);
  });

  test('that is invalid ends at Invalid Application with a reason and without a record', async () => {
    const system = new Surroundings();
    const run = await system.start('run', submission({ address: '' }));
    expect(run.snapshot).toMatchObject({
      status: 'FAILED',
      error: 'InvalidApplicationException',
      cause: 'application.address must be 1 to 500 characters without control characters',
    });
    expect(run.path).toEqual(['Register Application', 'Invalid Application']);
    expect(system.applications.records.size).toBe(0);
  });

  test('that is sent again is ignored', async () => {
    const system = new Surroundings();
    await system.start('run', submission());
    const again = await system.start('again', submission());
    expect(again.snapshot).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'DUPLICATE_IGNORED' } });
    expect(again.path).toEqual(['Register Application', 'Duplicate Ignored']);
    expect(announcedIn(system)).toEqual(['ApplicationApproved']);
  });

  test('whose run was aborted during the review is restarted by the next submission', async () => {
    const system = new Surroundings();
    const aborted = await system.start('run', EVIL);
    await aborted.apply({ kind: 'stop', error: 'Operator' });
    const next = await system.start('next', submission());
    expect([aborted.snapshot.status, next.snapshot.status]).toEqual(['ABORTED', 'SUCCEEDED']);
    expect(endOf(system)).toMatchObject({ state: 'APPROVED', executionArn: next.arn });
  });
});

describe('The wait for a review', () => {
  test('ends with the first decision; the token is no longer valid for a second one', async () => {
    const system = new Surroundings();
    const run = await system.start('run', EVIL);
    const token = String(system.queue[0]?.taskToken);
    expect(await run.decide(token, { decision: 'REJECT' })).toBe(true);
    expect(await run.decide(token, { decision: 'APPROVE' })).toBe(false);
    expect(endOf(system)?.state).toBe('REJECTED');
  });

  test.each([[{ decision: 'MAYBE' }], [{}], ['APPROVE'], [null]])(
    'fails for all to see when it is answered %j, and decides nothing',
    async (answer) => {
      const system = new Surroundings();
      const run = await system.start('run', EVIL);
      await run.decide(String(system.queue[0]?.taskToken), answer);
      expect(run.snapshot.status).toBe('FAILED');
      expect(run.path.at(-1)).toBe('Review Approved?');
      expect(endOf(system)?.state).toBe('FLAGGED_FOR_REVIEW');
    },
  );

  test('requests the review again with a new token after a day without a heartbeat; the old token is no longer valid', async () => {
    const system = new Surroundings();
    const run = await system.start('run', EVIL);
    await system.advance(DAY_MS + HOUR_MS);
    expect(system.queue.map(({ requestedAt }) => requestedAt)).toEqual([
      '2026-01-31T12:00:00.000Z',
      '2026-02-01T12:00:00.000Z',
    ]);
    const [first, second] = system.queue.map(({ taskToken }) => taskToken);
    expect(await run.decide(String(first), { decision: 'REJECT' })).toBe(false);
    expect(await run.decide(String(second), { decision: 'APPROVE' })).toBe(true);
    expect(endOf(system)?.state).toBe('APPROVED');
  });

  test('requests the review once while heartbeats are sent, and still expires at its deadline', async () => {
    const system = new Surroundings();
    const run = await system.start('run', EVIL);
    for (let halfDays = 0; halfDays < 59; halfDays += 1) {
      await system.advance(DAY_MS / 2);
      await run.renew();
    }
    await system.advance(DAY_MS / 2 - 1000);
    expect(run.snapshot.status).toBe('RUNNING');
    await system.advance(1000);
    expect(run.snapshot).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'REVIEW_EXPIRED' } });
    expect(system.queue).toHaveLength(1);
    expect(announcedIn(system)).toEqual(['ReviewRequested', 'ReviewExpired']);
  });

  test('expires at its deadline without any heartbeat, after one request per day', async () => {
    const system = new Surroundings();
    const run = await system.start('run', EVIL);
    await system.advance(30 * DAY_MS);
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)?.state).toBe('REVIEW_EXPIRED');
    expect(Date.parse(String(endOf(system)?.updatedAt))).toBeGreaterThan(Date.parse('2026-03-02T11:59:00.000Z') - 1);
    expect(system.queue).toHaveLength(30);
  });
});

describe('A failing function', () => {
  test('is retried, and its effect occurs once', async () => {
    const system = new Surroundings();
    system.failures.set('register-application', [new TryAgainException('no'), new TryAgainException('no')]);
    system.failures.set('record-outcome', [
      Object.assign(new Error('no'), { name: 'Lambda.TooManyRequestsException' }),
    ]);
    const run = await system.start('run', submission());
    await system.advance(61_000);
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)).toMatchObject({ state: 'APPROVED', version: 2 });
    expect(announcedIn(system)).toEqual(['ApplicationApproved']);
  });

  test('fails the run if it fails for more than a minute, and the next submission takes over', async () => {
    const system = new Surroundings();
    system.failures.set('record-outcome', Array(7).fill(new TryAgainException('no')));
    const run = await system.start('run', submission());
    await system.advance(61_000);
    expect(run.snapshot).toMatchObject({ status: 'FAILED', error: 'TryAgainException' });
    await system.start('next', submission());
    expect(endOf(system)?.state).toBe('APPROVED');
  });

  test('with an unexpected error fails the run without a retry', async () => {
    const system = new Surroundings();
    system.failures.set('check-address', [new TypeError('a bug')]);
    const run = await system.start('run', submission());
    expect(run.snapshot).toMatchObject({ status: 'FAILED', error: 'TypeError' });
    expect(endOf(system)?.state).toBe('SUBMITTED');
  });
});

describe('An application that is returned to its applicant', () => {
  const RETURN = { decision: 'RETURN', reviewer: 'kirk', reasonCode: 'NAME_UNCLEAR', questions: ['Evil?'] };
  const amend = async (system: Surroundings, changes: Record<string, string>) => {
    const record = endOf(system);
    if (record === undefined) throw new Error('There is no record.');
    const amendments = record.amendments ?? [];
    const version = (amendments.length + 2) as 2 | 3 | 4;
    const amendment = { version, amendedAt: new Date(system.nowMs).toISOString(), ...changes };
    system.applications.records.set('app-1', { ...record, amendments: [...amendments, amendment] });
  };
  const returned = async () => {
    const system = new Surroundings();
    const run = await system.start('run', EVIL);
    await run.decide(String(system.queue[0]?.taskToken), RETURN);
    return { system, run };
  };

  test('is checked again by the same run after its amendment, and approved if it is clean', async () => {
    const { system, run } = await returned();
    expect(endOf(system)).toMatchObject({
      state: 'INFORMATION_REQUESTED',
      informationRequests: [
        {
          round: 1,
          reasonCode: 'NAME_UNCLEAR',
          questions: ['Evil?'],
          reviewer: 'kirk',
          deadline: '2026-02-14T12:00:00.000Z',
        },
      ],
    });
    await amend(system, { name: 'Spock' });
    await run.decide(String(system.applicantTokens[0]), {});
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)).toMatchObject({ state: 'APPROVED', name: 'evil Spock', amendments: [{ name: 'Spock' }] });
    expect(endOf(system)?.reasons).toBeUndefined();
    expect(endOf(system)?.decision).toBeUndefined();
    expect(announcedIn(system)).toEqual(['ReviewRequested', 'InformationRequested', 'ApplicationApproved']);
  });

  test('is reviewed again, with a new token and a new deadline, if a check flags the amendment', async () => {
    const { system, run } = await returned();
    await system.advance(DAY_MS);
    await amend(system, { address: 'ABadAddress' });
    await run.decide(String(system.applicantTokens[0]), {});
    expect(system.queue[1]).toMatchObject({ reasons: ['NAME', 'ADDRESS'], round: 1 });
    expect(system.queue[1]?.taskToken).not.toBe(system.queue[0]?.taskToken);
    expect(endOf(system)).toMatchObject({ state: 'FLAGGED_FOR_REVIEW', reviewDeadline: '2026-03-03T12:00:00.000Z' });
  });

  test('is asked again after half of the time, and expires at the deadline', async () => {
    const { system, run } = await returned();
    await system.advance(7 * DAY_MS);
    expect(system.announced.at(-1)).toMatchObject({
      name: 'InformationRequested',
      detail: { round: 1, reminder: true },
    });
    await system.advance(7 * DAY_MS);
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)?.state).toBe('REVIEW_EXPIRED');
    expect(system.announced.at(-1)).toMatchObject({ name: 'ReviewExpired', detail: { awaited: 'APPLICANT' } });
    expect(announcedIn(system).filter((name) => name === 'InformationRequested')).toHaveLength(2);
  });

  test('goes on at the end of the wait if the amendment is on record and its token was lost', async () => {
    const { system, run } = await returned();
    await amend(system, { name: 'Spock' });
    await system.advance(7 * DAY_MS);
    expect(run.snapshot.status).toBe('SUCCEEDED');
    expect(endOf(system)?.state).toBe('APPROVED');
  });
});
