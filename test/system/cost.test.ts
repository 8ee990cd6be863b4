import { isDeepStrictEqual } from 'node:util';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { costOf, totalOf } from '../../cli/cost/cost.ts';
import { localSystem } from '../../cli/cost/local-system.ts';
import { measureOutcome, OUTCOMES, type Outcome, type Usage } from '../../cli/cost/measure.ts';
import { runApps } from '../cli/apps-process.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { signIn } from '../support/api.ts';
import { eventually, type System, startSystem } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.kill());

const measured = async (outcome: Outcome): Promise<Usage> => {
  const supervisor = await signIn(system, 'supervisor-1');
  const measuredSystem = localSystem(system, system.endpoint, async (id, decision) => {
    const body = decision === 'APPROVE' ? { decision } : { decision, reasonCode: 'OTHER' };
    const post = () => supervisor.post(`/reviews/${id}/decision`, body);
    // The API times out after 30 s on a busy machine. Sending the same decision again is safe.
    const { status } = await eventually(`the decision about ${id}`, async () => {
      const answer = await post();
      return answer.status < 500 ? answer : undefined;
    });
    expect(status).toBe(200);
    return true;
  });
  return measureOutcome(measuredSystem, outcome, 1);
};

/**
 * Units that AWS bills for a single application, without durations, which depend on the machine. Each queue in front of
 * a function costs three requests: send, receive and delete. The applications of a batch share the last two, and the
 * request of the function that announces. If a
 * change increases a number here, its commit message must give the reason.
 */
const COUNTS: Readonly<Record<Outcome, Usage>> = {
  approved: {
    sqs: { requests: 6 },
    lambda: { requests: 10 },
    events: { 'custom events': 3 },
    states: { transitions: 6 },
    dynamodb: { 'write units': 26, 'read units': 4 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
  'reviewed-approved': {
    sqs: { requests: 9 },
    apigateway: { 'HTTP API requests': 1 },
    lambda: { requests: 18 },
    events: { 'custom events': 4 },
    states: { transitions: 9 },
    dynamodb: { 'write units': 54, 'read units': 14 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
  'reviewed-rejected': {
    sqs: { requests: 6 },
    apigateway: { 'HTTP API requests': 1 },
    lambda: { requests: 16 },
    events: { 'custom events': 3 },
    states: { transitions: 9 },
    dynamodb: { 'write units': 51, 'read units': 12 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
  unprocessable: {
    sqs: { requests: 3 },
    lambda: { requests: 8 },
    events: { 'custom events': 2 },
    states: { transitions: 5 },
    dynamodb: { 'write units': 22, 'read units': 2 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
};

/**
 * Three streams write to one case file. A write that another one preceded is repeated after a read; how often this
 * happens depends on the machine. So an application may use up to this many more read units, and for each of them as many
 * more write units as a transaction with the entries of one change of a record.
 */
const CONFLICTS = 20;
const UNITS_OF_A_CONFLICT = 16;
/**
 * The most write units that an application saves if the machine is so slow that its changes reach the case file one by
 * one: one entry is a plain write, several are a transaction, which costs twice.
 */
const SINGLE_WRITES = 6;

/** DynamoDB's units without those that depend on the speed of the machine. */
const atUsualSpeed = (units: Usage[string] = {}, expected: Usage[string] = {}): Usage[string] => {
  const moreOf = (unit: string): number => (units[unit] ?? 0) - (expected[unit] ?? 0);
  const conflicts = moreOf('read units');
  const writes = moreOf('write units');
  const isUsual =
    conflicts >= 0 && conflicts <= CONFLICTS && writes >= -SINGLE_WRITES && writes <= conflicts * UNITS_OF_A_CONFLICT;
  return isUsual ? { ...units, ...expected } : units;
};

/** The units without durations, which depend on the machine. */
const countedIn = (usage: Usage, outcome: Outcome): Usage => {
  const { 'GB-seconds': _, ...lambda } = usage.lambda ?? {};
  const { 'archived bytes': __, ...events } = usage.events ?? {};
  return { ...usage, lambda, events, dynamodb: atUsualSpeed(usage.dynamodb, COUNTS[outcome].dynamodb) };
};

/**
 * On a busy machine more changes share a batch, which saves reads, and conflicts cost reads: if both happen to one
 * application, its units say nothing, and another application is measured, up to this many.
 */
const ATTEMPTS = 5;

/** The usage of the first application with the expected units; of the last one if none of them has these. */
const usually = async (outcome: Outcome): Promise<{ readonly usage: Usage; readonly counted: Usage }> => {
  for (let attempt = 1; ; attempt += 1) {
    const usage = await measured(outcome);
    const counted = countedIn(usage, outcome);
    if (attempt === ATTEMPTS || isDeepStrictEqual(counted, COUNTS[outcome])) return { usage, counted };
  }
};

describe('An application', () => {
  test.each(OUTCOMES)('that ends %s uses exactly the expected units', async (outcome) => {
    const { usage, counted } = await usually(outcome);
    expect(usage.lambda?.['GB-seconds']).toBeGreaterThan(0);
    expect(counted).toEqual(COUNTS[outcome]);
    const archived = usage.events?.['archived bytes'] ?? 0;
    // The submission with the members that EventBridge adds.
    expect([archived > 200, archived < 700]).toEqual([true, true]);
    // Leaves out durations, which depend on the machine. Most of the cost is for transitions and mails.
    expect(totalOf(costOf(counted, 1_000))).toBeLessThan(0.3);
  });
});

test('A unit without a price is an error', () => {
  expect(() => costOf({ states: { somethings: 1 } }, 1)).toThrow('There is no price for somethings of states.');
});

describe('apps cost', () => {
  let home: string;
  beforeAll(() => {
    home = temporaryDirectory();
  });
  afterAll(() => removeDirectory(home));

  const apps = (...args: readonly string[]) => runApps(system, args, { env: { XDG_STATE_HOME: home } });
  const items = async (TableName: string) => (await system.tables.send(new ScanCommand({ TableName }))).Items ?? [];
  const cost = () => apps('cost', '--outcome', 'reviewed-rejected', '--applications', '2');

  test('submits nothing if no user is signed in', async () => {
    const before = await items('applications');
    const { code, errors } = await cost();
    expect([code, errors]).toEqual([2, 'You are not signed in: apps login\n']);
    expect(await items('applications')).toEqual(before);
  });

  test('leaves no pending review if its decisions are refused', async () => {
    const before = { applications: await items('applications'), reviews: await items('reviews') };
    await apps('login', '--user', 'operator-1');
    const { code, errors } = await cost();
    expect([code, errors]).toEqual([1, expect.stringMatching(/role/)]);
    expect({ applications: await items('applications'), reviews: await items('reviews') }).toEqual(before);
  });

  test('waits until its reviews can be decided, and prints the units that they use', async () => {
    await apps('login', '--user', 'supervisor-1');
    const { code, output } = await cost();
    expect(code).toBe(0);
    expect(output).toMatch(/^states +transitions +9 /m);
    expect((await items('reviews')).filter(({ state }) => state === 'PENDING')).toEqual([]);
  });
});
