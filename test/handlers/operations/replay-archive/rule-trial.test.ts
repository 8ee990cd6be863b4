import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newTrial } from '../../../../handlers/operations/replay-archive/rule-trial/trial.ts';
import { startApi, user } from '../../../api/api.ts';
import { recordOf } from '../../in-memory-applications.ts';
import { V1 } from '../../shared/check-rules/rules.ts';

let api: Awaited<ReturnType<typeof startApi>>;
const operator = user('spock', 'operator');
const ID = 'preview-rules-20260131120000000';
const DAY = { from: '2026-01-30T12:00:00Z', to: '2026-01-31T12:00:00Z' };

/** Flags names with "Lord" and short addresses; names with "evil" are clean. */
const VERSION_2 = {
  version: 2,
  lists: { titles: ['Lord'], marks: ['???'] },
  checks: {
    NAME: [
      { id: 'no-name', kind: 'unprocessable', list: 'marks', says: 'A name with ??? cannot be checked.' },
      { id: 'title', kind: 'contains', list: 'titles', says: 'A name with a title needs a review by a person.' },
    ],
    ADDRESS: [{ id: 'short', kind: 'shorter-than', length: 5, says: 'A short address needs a review by a person.' }],
  },
};

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** An archived submission in the preview queue. */
const event = (id: string, name: string, address = '123 Enterprise Street', replayName = ID) => ({
  eventId: `event-of-${id}`,
  replayName,
  application: { id, name, address },
});

const start = (body: object) => api.ask('POST /rule-trials', operator, { body });
const CONTINUE = 'POST /rule-trials/{id}/continue';
const goOn = async () => (await api.ask(CONTINUE, operator, { path: ID })).body;
const read = async () => (await api.ask('GET /rule-trials/{id}', operator, { path: ID })).body;

/** A new trial of version 2; the API's clock stands still, so all trials of this file have the same id. */
beforeEach(async () => {
  api.previewed.length = 0;
  const trial = newTrial({ id: ID, ...DAY, startedAt: DAY.to, startedBy: 'spock', rules: VERSION_2 as typeof V1 });
  await api.put('rule-trials', { id: ID, version: 1, trial: JSON.stringify(trial) });
});

describe('A trial of check rules', () => {
  test('is started with rules and a time', async () => {
    await api.put('rule-trials', { id: ID, version: 7, trial: '{}' });
    expect(await start({ rules: VERSION_2, ...DAY })).toMatchObject({ status: 202, body: { id: ID } });
  });

  test('compares what the checks said with what the rules on trial say, by check and by rule', async () => {
    await api.put('applications', { ...recordOf({ id: 'was-evil', state: 'APPROVED', reasons: ['NAME'] }) });
    await api.put('applications', { ...recordOf({ id: 'was-clean', state: 'APPROVED' }) });
    await api.put('applications', { ...recordOf({ id: 'was-broken', state: 'FLAGGED_WITH_UNPROCESSABLE_DATA' }) });
    api.previewed.push([
      event('was-evil', 'evil Spock'),
      event('was-clean', 'Lord Vader'),
      event('was-broken', 'UNPROCESSABLE_DATA'),
      event('never-ran', 'evil Lord', 'Moon'),
      event('mark', '???'),
    ]);
    expect(await goOn()).toEqual({
      id: ID,
      state: 'RUNNING',
      rulesVersion: 2,
      ...DAY,
      startedAt: DAY.to,
      startedBy: 'spock',
      applications: 5,
      invalid: 0,
      before: { clean: 2, flagged: 2, unprocessable: 1 },
      after: { clean: 2, flagged: 2, unprocessable: 1 },
      newlyFlagged: { count: 1, ids: ['was-clean'] },
      newlyClean: { count: 2, ids: ['was-evil', 'was-broken'] },
      newlyUnprocessable: { count: 1, ids: ['mark'] },
      reasons: [
        { check: 'NAME', before: 2, after: 2, newlyFlagged: 1, newlyClean: 1 },
        { check: 'ADDRESS', before: 1, after: 1, newlyFlagged: 0, newlyClean: 0 },
      ],
      rules: [
        { check: 'NAME', id: 'no-name', says: 'A name with ??? cannot be checked.', applications: 1 },
        { check: 'NAME', id: 'title', says: 'A name with a title needs a review by a person.', applications: 2 },
        { check: 'ADDRESS', id: 'short', says: 'A short address needs a review by a person.', applications: 1 },
      ],
    });
  });

  test('counts an application once that was sent twice or delivered twice, and no event of another replay', async () => {
    api.previewed.push(
      [event('twice', 'Lord Vader'), event('twice', 'Lord Vader')],
      [event('twice', 'Lord Vader'), event('other', 'Lord Helmet', '1 Street', 'preview-1')],
    );
    await goOn();
    expect(await goOn()).toMatchObject({ applications: 1, newlyFlagged: { count: 1, ids: ['twice'] } });
  });

  test('counts an event that is not a valid submission as invalid', async () => {
    api.previewed.push([{ eventId: 'e-1', replayName: ID }], [{ eventId: 'e-1', replayName: ID }]);
    await goOn();
    expect(await goOn()).toMatchObject({ applications: 0, invalid: 1 });
  });

  test('names at most 100 applications of a change', async () => {
    api.previewed.push(Array.from({ length: 150 }, (_, index) => event(`lord-${index}`, 'Lord Vader')));
    const { newlyFlagged } = await goOn();
    expect([newlyFlagged.count, newlyFlagged.ids.length, newlyFlagged.ids[0]]).toEqual([150, 100, 'lord-0']);
  });

  test('is complete after two steps without an event, and then stays as it is', async () => {
    api.previewed.push([event('a', 'Lord Vader')]);
    expect((await goOn()).state).toBe('RUNNING');
    expect((await goOn()).state).toBe('RUNNING');
    const ended = await goOn();
    expect(ended).toMatchObject({ state: 'COMPLETED', applications: 1 });
    api.previewed.push([event('b', 'Lord Vader')]);
    expect(await goOn()).toEqual(ended);
    expect(api.previewed).toHaveLength(1);
  });

  test('keeps the counts of callers that continue it at the same time', async () => {
    api.previewed.push(...Array.from({ length: 5 }, (_, index) => [event(`at-once-${index}`, 'Lord Vader')]));
    await Promise.all(Array.from({ length: 5 }, goOn));
    expect(await goOn()).toMatchObject({ applications: 5 });
  });

  test('is not changed by reading it', async () => {
    api.previewed.push([event('a', 'Lord Vader')]);
    const started = await read();
    expect(started).toMatchObject({ state: 'STARTING', applications: 0 });
    expect(await read()).toEqual(started);
    expect(api.previewed).toHaveLength(1);
    const counted = await goOn();
    expect(counted.applications).toBe(1);
    expect(await read()).toEqual(counted);
  });

  test('stores and answers no name and no address', async () => {
    api.previewed.push([event('quiet', 'Lord Canary', 'Canary Wharf 1')]);
    expect(JSON.stringify(await goOn())).not.toContain('Canary');
  });
});

describe('A preview beside a trial', () => {
  const replay = { name: ID, state: 'COMPLETED' as const, startedAt: '2026-01-31T11:59:00.000Z', ...DAY };
  const storeTrial = async (continuedAt: string) => {
    const trial = newTrial({ id: ID, ...DAY, startedAt: DAY.to, startedBy: 'spock', rules: V1 });
    await api.put('rule-trials', { id: ID, version: 1, trial: JSON.stringify({ ...trial, continuedAt }) });
  };
  const preview = () => api.ask('POST /operations/replays', operator, { body: { ...DAY, isPreview: true } });
  beforeEach(() => {
    api.archived.splice(0, Number.POSITIVE_INFINITY, replay);
  });

  test('is refused while somebody continues the trial, because it would receive the events of the trial', async () => {
    await storeTrial('2026-01-31T11:59:30.000Z');
    const { status, body } = await preview();
    expect([status, body.code]).toEqual([409, 'PREVIEW_RUNNING']);
  });

  test('is started once nobody has continued the trial for a minute, which ends the trial', async () => {
    await storeTrial('2026-01-31T11:59:00.000Z');
    expect((await preview()).status).toBe(202);
    expect(await goOn()).toMatchObject({
      state: 'CANCELLED',
      reason: 'Nobody continued the trial for a minute, and another preview started.',
    });
  });

  test('is started once the trial is complete', async () => {
    await storeTrial('2026-01-31T11:59:59.000Z');
    await goOn();
    expect((await goOn()).state).toBe('COMPLETED');
    expect((await preview()).status).toBe(202);
  });
});

describe('The API refuses', () => {
  test('a trial of rules that are not valid, and names the faults', async () => {
    const { status, body } = await start({ rules: { ...V1, version: 'two' }, ...DAY });
    expect([status, body.field, body.detail]).toEqual([
      400,
      'rules',
      'version is "two"; it must be a whole number from 1 to 999999; each check result names it.',
    ]);
  });

  test('a trial without rules, without a time, or with an empty time', async () => {
    expect((await start({ ...DAY })).body.field).toBe('rules');
    expect((await start({ rules: V1, from: DAY.from })).body.field).toBe('to');
    expect((await start({ rules: V1, from: DAY.to, to: DAY.from })).body.field).toBe('from');
  });

  test('an unknown trial with 404', async () => {
    for (const route of ['GET /rule-trials/{id}', CONTINUE]) {
      const { status, body } = await api.ask(route, operator, { path: 'preview-rules-0' });
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    }
  });

  test.each(['a'.repeat(3_000), 'preview-rules-', 'preview-rules-1a', `preview-rules-${'9'.repeat(3_000)}`])(
    'an id that no trial can have with 404 (%#)',
    async (path) => {
      for (const route of ['GET /rule-trials/{id}', CONTINUE]) {
        const { status, body } = await api.ask(route, operator, { path });
        expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
      }
    },
  );

  test('to take the events of a trial as those of a preview', async () => {
    expect((await api.ask('POST /operations/previews/{name}/take', operator, { path: ID })).status).toBe(400);
  });
});
