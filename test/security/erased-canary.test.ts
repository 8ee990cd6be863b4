import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { type Person, signIn } from '../support/api.ts';
import { storedTexts } from '../support/stored-texts.ts';
import {
  advance,
  allEnded,
  eventually,
  everyEightHours,
  recordIn,
  reviewIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

/** Applicants' data that occurs nowhere else in the project. */
const NAME = 'Thistlewick';
const ADDRESS = '88 Ravensbourne Loft';
const EMAIL = 't.goldfinchcage@mail.example';
const COMMENT = 'has a scar above the Zygomatic';
const TOLD = /Thistlewick|Ravensbourne|goldfinchcage|Zygomatic/i;

/** Longer than every retention: that of executions is the longest. */
const BEYOND_RETENTION = 92 * 86_400;

const IDS = ['clean', 'by-api', 'unprocessable', 'rejected', 'killed'];

type Texts = Readonly<Record<string, string>>;

const leaksIn = (texts: Texts): string[] =>
  Object.entries(texts).flatMap(([store, text]) => (TOLD.test(text) ? [store] : []));

let directory: string;
let home: string;
let system: System;
let officers: readonly [Person, Person];
let atFirst: Texts;
let onceErased: Texts;
let verified: readonly string[];
let remaining: unknown;
let atLast: Texts;

const apps = (...args: readonly string[]) => runApps(system, args, { env: { XDG_STATE_HOME: home } });

const submitAll = async (): Promise<void> => {
  await submit(system, { id: 'clean', name: NAME, address: ADDRESS, email: EMAIL });
  await submit(system, { id: 'killed', name: NAME, address: ADDRESS, email: EMAIL });
  await submit(system, { id: 'unprocessable', name: `${NAME} UNPROCESSABLE_DATA`, address: ADDRESS });
  await submit(system, { id: 'invalid', name: NAME, address: '', email: `${EMAIL} ${NAME}` });
  await submit(system, { id: 'rejected', name: `evil ${NAME}`, address: 'Ravensbourne', email: EMAIL });
  const operator = await signIn(system, 'operator-1');
  const application = { id: 'by-api', name: NAME, address: ADDRESS, email: EMAIL };
  await operator.post('/applications', { application }, { 'idempotency-key': 'canary' });
  await reviewIn(system, 'rejected', 'PENDING');
  const reviewer = await signIn(system, 'reviewer-1');
  const decision = { decision: 'REJECT', reasonCode: 'OTHER', comment: COMMENT };
  expect((await reviewer.post('/reviews/rejected/decision', decision)).status).toBe(200);
  await recordIn(system, 'rejected', 'REJECTED');
  await reviewIn(system, 'rejected', 'REVIEW_REJECTED');
  for (const id of ['clean', 'by-api', 'killed']) await recordIn(system, id, 'APPROVED');
  await recordIn(system, 'unprocessable', 'FLAGGED_WITH_UNPROCESSABLE_DATA');
  await allEnded(system, 6);
  await advance(system, 60);
};

const signInOfficers = async (): Promise<readonly [Person, Person]> => [
  await signIn(system, 'privacy-1'),
  await signIn(system, 'privacy-2'),
];

const erased = (id: string): Promise<Readonly<Record<string, unknown>>> =>
  eventually(`the erasure of ${id}`, async () => {
    const { body } = await officers[1].get(`/applications/${id}/erasure`);
    return body.state === 'ERASED' ? body : undefined;
  });

beforeAll(async () => {
  directory = temporaryDirectory();
  home = temporaryDirectory();
  system = await startSystem('--data-dir', directory);
  await submitAll();
  atFirst = await storedTexts(system);
  officers = await signInOfficers();
  for (const id of IDS) await officers[0].post(`/applications/${id}/erasure`, { reason: 'CONSENT_WITHDRAWN' });
  for (const id of IDS.filter((each) => each !== 'killed')) {
    await officers[1].post(`/applications/${id}/erasure/confirmation`);
    await erased(id);
  }
  // Killed somewhere between the confirmation and the end of the erasure; the hourly schedule does what is left.
  const left = officers[1].post('/applications/killed/erasure/confirmation').catch(() => undefined);
  await eventually('the confirmation', async () => {
    const read = new GetCommand({ TableName: 'erasures', Key: { applicationId: 'killed' }, ConsistentRead: true });
    return (await system.tables.send(read)).Item?.confirmedAt === undefined ? undefined : true;
  });
  await system.kill();
  await left;
  system = await startSystem('--data-dir', directory);
  officers = await signInOfficers();
  await advance(system, 2 * 3_600);
  await erased('killed');
  onceErased = await storedTexts(system);
  await apps('login', '--user', 'privacy-1');
  verified = [(await apps('case', 'verify', 'rejected')).output, (await apps('case', 'verify', '--all')).output];
  remaining = (await officers[0].get('/applications/clean/erasure')).body.remaining;
  await everyEightHours(system);
  await advance(system, BEYOND_RETENTION);
  atLast = await storedTexts(system);
});
afterAll(async () => {
  await system.stop();
  removeDirectory(directory);
  removeDirectory(home);
});

describe('Applicants’ data is', () => {
  test('found by the search in each store that has it before the erasure', () => {
    expect(leaksIn(atFirst)).toEqual(
      expect.arrayContaining([
        'table applications',
        'table applicant-index',
        'table reviews',
        'table case-entries',
        'archive',
        'executions',
      ]),
    );
  });

  test('in no table, queue, log or mail after the erasure, also if the process was killed during the erasure', () => {
    expect(Object.keys(onceErased)).toEqual(
      expect.arrayContaining(['table submissions', 'table erasures', 'queue notify']),
    );
    expect(leaksIn(onceErased)).toEqual(['archive', 'executions']);
    expect(onceErased['table submissions']).not.toContain('digest');
  });

  test('in no store at all after the longest retention', () => {
    expect(Object.keys(atLast).toSorted()).toEqual(Object.keys(onceErased).toSorted());
    expect(leaksIn(atLast)).toEqual([]);
  });
});

test('The system says until when the archive, the executions and the backups have copies', () => {
  expect(remaining).toMatchObject([{ store: 'archive' }, { store: 'executions' }, { store: 'backups' }]);
});

test('The case files of erased applications verify, and the command says when and by whom they were erased', () => {
  expect(verified[0]).toMatch(
    /^rejected: verified, erased on \S+Z by privacy-1 \(request\) and privacy-2 \(confirmation\) for CONSENT_WITHDRAWN: \d+ entries, complete and unchanged; /,
  );
  expect(verified[1]).toMatch(/^5 files with \d+ entries verified; 0 have findings\.\n$/);
});
