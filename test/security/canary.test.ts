import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import {
  canaryApplicants,
  decideWithToken,
  filesWithoutStores,
  hearAll,
  listenForEvents,
} from '../support/canaries.ts';
import {
  advance,
  allEnded,
  eventually,
  everyEightHours,
  mailbox,
  pendingToken,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

/** Applicants' data that occurs nowhere else in the project. */
const NAME = 'Quillfeather';
const ADDRESS = '77 Wharfedale Mews';
const EMAIL = 'q.canarybird@mail.example';
const TOLD = /Quillfeather|Wharfedale|canarybird/;

const APPLICANTS = canaryApplicants({ name: NAME, address: ADDRESS, email: EMAIL });

let directory: string;
let system: System;
const tokens: string[] = [];
const events: string[] = [];

const comment = `${NAME} is known`;

beforeAll(async () => {
  directory = temporaryDirectory();
  system = await startSystem('--data-dir', directory);
  const hear = await listenForEvents(system);
  for (const [id, applicant] of Object.entries(APPLICANTS)) await submit(system, { id, ...applicant });
  tokens.push(await decideWithToken(system, 'approved', { decision: 'APPROVE', comment }));
  tokens.push(await decideWithToken(system, 'rejected', { decision: 'REJECT', comment }));
  tokens.push(await pendingToken(system, 'forgotten'));
  await recordIn(system, 'clean', 'APPROVED');
  await recordIn(system, 'unprocessable', 'FLAGGED_WITH_UNPROCESSABLE_DATA');
  await recordIn(system, 'approved', 'APPROVED');
  await recordIn(system, 'rejected', 'REJECTED');
  // The queue keeps messages for four days, so these events are read before the clock moves.
  await hearAll(hear, events, ['AccountOpened', 'ApplicationRejected', 'ApplicationUnprocessable', 'ReviewRequested']);
  await everyEightHours(system);
  await advance(system, 31 * 86_400);
  await recordIn(system, 'forgotten', 'REVIEW_EXPIRED');
  await allEnded(system, Object.keys(APPLICANTS).length);
  await eventually('all mails', async () => ((await mailbox(system)).length >= 6 ? true : undefined));
  await hearAll(hear, events, ['ReviewExpired']);
});
afterAll(async () => {
  await system.stop();
  removeDirectory(directory);
});

const leaksIn = (text: string): boolean => TOLD.test(text) || tokens.some((token) => text.includes(token));

describe('Applicants’ data and task tokens are', () => {
  test('in no log of a function or an execution, and in no file except the databases', () => {
    const files = filesWithoutStores(directory);
    expect(files.map(([name]) => name).join('\n')).toMatch(/logs\//);
    expect(files.map(([, text]) => text).join('\n')).toContain('unprocessable');
    expect(files.filter(([, text]) => leaksIn(text)).map(([name]) => name)).toEqual([]);
  });

  test('in no output of the process', () => {
    expect(system.printed()).toContain('Account applications run at');
    expect(leaksIn(system.printed())).toBe(false);
  });

  test('in no event that the system sends', () => {
    expect(events.length).toBeGreaterThanOrEqual(9);
    expect(events.filter(leaksIn)).toEqual([]);
  });

  test('in no mail', async () => {
    const mails = await mailbox(system);
    expect(mails.length).toBeGreaterThanOrEqual(6);
    expect(mails.filter((mail) => leaksIn(JSON.stringify(mail)))).toEqual([]);
  });

  test('in no name of an execution or a log stream, which become parts of URLs', async () => {
    const executions = await allEnded(system, 6);
    const names = executions.map(({ executionArn }) => String(executionArn));
    expect([...names, ...filesWithoutStores(directory).map(([name]) => name)].filter(leaksIn)).toEqual([]);
  });
});

test('The search finds the data and the tokens in the databases', () => {
  const stores = ['runtime.sqlite', 'runtime.sqlite-wal'].map((name) => readFileSync(join(directory, name), 'latin1'));
  expect(stores.some(leaksIn)).toBe(true);
  expect(tokens).toHaveLength(3);
});
