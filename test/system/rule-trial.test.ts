import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableRuleCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentIn, runApps } from '../cli/apps-process.ts';
import { V1 } from '../handlers/shared/check-rules/rules.ts';
import { type Person, signIn } from '../support/api.ts';
import { eventually, MACHINE_ARN, recordIn, reviewIn, type System, startSystem, submit } from '../support/system.ts';

/** Version 2 flags names with "Lord" instead of "evil"; its address rule is that of version 1. */
const VERSION_2 = {
  version: 2,
  lists: { titles: ['Lord'], 'unprocessable-marks': ['UNPROCESSABLE_DATA'] },
  checks: {
    NAME: [
      V1.checks.NAME[0],
      { id: 'title', kind: 'contains', list: 'titles', says: 'A name with a title needs a review by a person.' },
    ],
    ADDRESS: V1.checks.ADDRESS,
  },
};

let directory: string;
let rulesFile: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rules-'));
  rulesFile = join(directory, 'rules.json');
  writeFileSync(rulesFile, JSON.stringify(VERSION_2));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const many = (count: number, prefix: string, name: string, address = '1 Street') =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index}`, name, address }));

/** Applications that the workflow checks by version 1. */
const CHECKED = [
  ...many(10, 'ran-evil', 'evil Spock'),
  ...many(10, 'ran-lord', 'Lord Vader'),
  ...many(1, 'ran-broken', 'UNPROCESSABLE_DATA'),
];
/** Applications that are archived while the workflow does not start. */
const ARCHIVED = [
  ...many(700, 'spock', 'Spock'),
  ...many(150, 'lord', 'Lord Vader'),
  ...many(100, 'evil', 'evil Spock'),
  ...many(29, 'moon', 'Spock', 'Moon'),
];

const RESULT = {
  state: 'COMPLETED',
  rulesVersion: 2,
  applications: 1000,
  invalid: 0,
  before: { clean: 860, flagged: 139, unprocessable: 1 },
  after: { clean: 810, flagged: 189, unprocessable: 1 },
  newlyFlagged: { count: 160 },
  newlyClean: { count: 110 },
  newlyUnprocessable: { count: 0, ids: [] },
  reasons: [
    { check: 'NAME', before: 110, after: 160, newlyFlagged: 160, newlyClean: 110 },
    { check: 'ADDRESS', before: 29, after: 29, newlyFlagged: 0, newlyClean: 0 },
  ],
  rules: [
    { id: 'unprocessable-name', applications: 1 },
    { id: 'title', applications: 160 },
    { id: 'no-number-and-street', applications: 29 },
  ],
};

describe('Rules on trial over 1,000 archived applications', () => {
  let system: System;
  let operator: Person;
  beforeAll(async () => {
    system = await startSystem();
    operator = await signIn(system, 'operator-1');
    await Promise.all(CHECKED.map((application) => submit(system, application)));
    for (const { id } of CHECKED.slice(0, 10)) await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
    for (const { id } of CHECKED.slice(10, 20)) await recordIn(system, id, 'APPROVED');
    await recordIn(system, 'ran-broken-0', 'FLAGGED_WITH_UNPROCESSABLE_DATA');
    await system.events.send(
      new DisableRuleCommand({ Name: 'start-account-application', EventBusName: 'account-applications' }),
    );
    for (let at = 0; at < ARCHIVED.length; at += 10) await archive(ARCHIVED.slice(at, at + 10));
  });
  afterAll(async () => {
    await system.stop();
  });

  const archive = async (applications: readonly object[]) => {
    const Entries = applications.map((application) => ({
      EventBusName: 'account-applications',
      Source: 'account-applications',
      DetailType: 'ApplicationSubmitted',
      Detail: JSON.stringify({ application }),
    }));
    const { FailedEntryCount } = await system.events.send(new PutEventsCommand({ Entries }));
    expect(FailedEntryCount).toBe(0);
  };

  const world = async () => {
    const { Items } = await system.tables.send(new ScanCommand({ TableName: 'applications' }));
    const list = new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, maxResults: 1000 });
    const { executions = [] } = await system.sfn.send(list);
    return { records: Items, executions: executions.length };
  };

  const apps = (...args: readonly string[]) => runApps(system, args, { env: { XDG_STATE_HOME: directory } });

  test('by the API: counts before and after, by reason and by rule, with ids to look at; nothing is changed', async () => {
    const before = await world();
    const now = Date.now();
    const range = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 60_000).toISOString() };
    const { status, body } = await operator.post('/rule-trials', { rules: VERSION_2, ...range });
    expect(status).toBe(202);
    const read = async () => (await operator.get(`/rule-trials/${body.id}`)).body;
    const trial = await eventually('the trial', async () => {
      const answer = (await operator.post(`/rule-trials/${body.id}/continue`)).body;
      return answer.state === 'STARTING' || answer.state === 'RUNNING' ? undefined : answer;
    });
    expect(trial).toMatchObject(RESULT);
    const { newlyFlagged, newlyClean } = trial as Record<string, { readonly ids: readonly string[] }>;
    expect(newlyFlagged?.ids).toHaveLength(100);
    expect(newlyFlagged?.ids.every((id) => /^(ran-)?lord-\d+$/.test(id))).toBe(true);
    expect(newlyClean?.ids.every((id) => /^(ran-)?evil-\d+$/.test(id))).toBe(true);
    expect(JSON.stringify(trial)).not.toMatch(/Vader|1 Street/);
    expect(await read()).toEqual(trial);
    expect(await world()).toEqual(before);
  });

  test('by apps rules try: a table, and the whole result with --json', async () => {
    expect((await apps('login', '--user', 'operator-1')).code).toBe(0);
    const table = await apps('rules', 'try', rulesFile, '--from', '-1h');
    expect([table.code, table.errors]).toEqual([0, '']);
    expect(table.output).toMatch(/^Rules of version 2 on 1000 applications from .*; nothing was changed\.$/m);
    expect(table.output).toMatch(/^flagged +139 +189 +160 {2}(\S+ ){5}…$/m);
    expect(table.output).toMatch(/^NAME +110 +160 +160 +110$/m);
    expect(table.output).toMatch(/^title +NAME +160 {2}A name with a title needs a review by a person\.$/m);
    const json = await apps('rules', 'try', rulesFile, '--from', '-1h', '--json');
    expect([json.code, json.errors]).toEqual([0, '']);
    expect(documentIn(json)).toMatchObject(RESULT);
  });

  test('by apps rules try as a reviewer is refused with exit code 1', async () => {
    expect((await apps('login', '--user', 'reviewer-1')).code).toBe(0);
    const { code, errors } = await apps('rules', 'try', rulesFile, '--from', '-1h');
    expect([code, errors]).toEqual([1, 'This route needs one of the roles operator.\n']);
  });
});

test('Rules that are switched on by configuration apply to new applications; a running review keeps what its checks said', async () => {
  const data = ['--data-dir', join(directory, 'data')];
  const EVIL = { name: 'evil Spock', address: '1 Street' };
  const checksOf = async (system: System, id: string) => {
    const reviewer = await signIn(system, 'reviewer-1');
    const { body } = await reviewer.get(`/reviews/${id}`);
    return (body.facts as { readonly checks: readonly unknown[] }).checks;
  };
  let system = await startSystem(...data);
  await submit(system, { id: 'before', ...EVIL });
  await reviewIn(system, 'before', 'PENDING');
  const checks = await checksOf(system, 'before');
  expect(checks[0]).toMatchObject({ flagged: true, rulesVersion: 1, ruleId: 'watched-word', met: 'evil' });
  expect(await system.stop()).toBe(0);

  system = await startSystem(...data, '--context', `checkRules=${rulesFile}`);
  try {
    expect((await checksOf(system, 'before'))[0]).toEqual(checks[0]);
    await submit(system, { id: 'after-evil', ...EVIL });
    await recordIn(system, 'after-evil', 'APPROVED');
    await submit(system, { id: 'after-lord', name: 'Lord Vader', address: '1 Street' });
    await reviewIn(system, 'after-lord', 'PENDING');
    expect((await checksOf(system, 'after-lord'))[0]).toMatchObject({
      flagged: true,
      rulesVersion: 2,
      ruleId: 'title',
      rule: 'A name with a title needs a review by a person.',
    });
  } finally {
    await system.stop();
  }
});
