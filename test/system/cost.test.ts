import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { costOf, totalOf } from '../../cli/cost/cost.ts';
import { measureOutcome, OUTCOMES, type Outcome, type Usage } from '../../cli/cost/measure.ts';
import { signIn } from '../support/api.ts';
import { type System, startSystem, submit } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system?.kill());

const measured = async (outcome: Outcome): Promise<Usage> => {
  const supervisor = await signIn(system, 'supervisor-1');
  return measureOutcome(
    {
      submit: (application) => submit(system, application),
      decide: async (id, decision) => {
        const body = decision === 'APPROVE' ? { decision } : { decision, reasonCode: 'OTHER' };
        expect((await supervisor.post(`/reviews/${id}/decision`, body)).status).toBe(200);
      },
      stateOf: async (id) => String(((await supervisor.get(`/applications/${id}`)).body as { state: string }).state),
      usage: async () => (await (await fetch(`${system.endpoint}/_local/usage`)).json()) as Usage,
    },
    outcome,
    1,
  );
};

/**
 * What AWS would count of one application; durations are the machine's and left out. Whoever makes an application cost more
 * changes a number here and says why.
 */
const COUNTS: Readonly<Record<Outcome, Usage>> = {
  approved: {
    lambda: { requests: 6 },
    events: { 'custom events': 3 },
    states: { transitions: 6 },
    dynamodb: { 'write units': 9, 'read units': 2 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
  'reviewed-approved': {
    sqs: { requests: 7 },
    apigateway: { 'HTTP API requests': 1 },
    lambda: { requests: 10 },
    events: { 'custom events': 4 },
    states: { transitions: 9 },
    dynamodb: { 'write units': 25, 'read units': 7 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
  'reviewed-rejected': {
    sqs: { requests: 7 },
    apigateway: { 'HTTP API requests': 1 },
    lambda: { requests: 9 },
    events: { 'custom events': 3 },
    states: { transitions: 9 },
    dynamodb: { 'write units': 23, 'read units': 6 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
  unprocessable: {
    lambda: { requests: 5 },
    events: { 'custom events': 2 },
    states: { transitions: 5 },
    dynamodb: { 'write units': 7, 'read units': 1 },
    mail: { 'e-mails': 1 },
    sns: { requests: 1 },
  },
};

describe('An application', () => {
  test.each(OUTCOMES)('that ends %s uses no more than it must', async (outcome) => {
    const usage = await measured(outcome);
    expect(usage.lambda?.['GB-seconds']).toBeGreaterThan(0);
    const { 'GB-seconds': _, ...lambda } = usage.lambda ?? {};
    const { 'archived bytes': archived = 0, ...events } = usage.events ?? {};
    expect({ ...usage, lambda, events }).toEqual(COUNTS[outcome]);
    // The submission, with what EventBridge adds to it.
    expect([archived > 200, archived < 700]).toEqual([true, true]);
    // Durations are some hundredths of it: transitions and mails are what an application costs.
    expect(totalOf(costOf(usage, 1_000))).toBeLessThan(0.3);
  });
});

test('A unit without a price is not left out in silence', () => {
  expect(() => costOf({ states: { somethings: 1 } }, 1)).toThrow('There is no price for somethings of states.');
});
