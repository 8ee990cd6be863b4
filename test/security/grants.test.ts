import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { type Judgement, judge } from '../../scripts/iam/judge.ts';
import type { Permissions } from '../../scripts/iam/permissions.ts';
import { put, roleThatMay, type System, systemOf, takeFrom, whileDenied } from '../../scripts/iam/system.ts';
import { assemblyFor, LOCAL_CONTEXT } from '../../scripts/synth.ts';
import { type Clients, clientsFor } from '../support/clients.ts';
import { npm } from '../support/command.ts';
import { eventually, recordIn, submit } from '../support/system.ts';

const ROOT = join(import.meta.dirname, '../..');
const nothingProvoked = () => false;
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

const startHere = async (): Promise<OneMachine> => start({ assembly: await assemblyFor(LOCAL_CONTEXT), log: QUIET });

describe('The grants of the template', () => {
  let judgement: Judgement;
  beforeAll(async () => {
    const { stdout } = await npm(['run', '-s', 'iam', '--', '--json'], { cwd: ROOT });
    judgement = JSON.parse(stdout) as Judgement;
  });

  test('are each needed by a path of an application or a failure, or used only on AWS', () => {
    expect(judgement.faults.unused).toEqual([]);
    const { used, explained } = judgement;
    console.log(
      `${used.length + explained.length} grants: ${used.length} used, ${explained.length} used only on AWS, ${judgement.wildcards.length} wildcards with a reason`,
    );
    expect(used.length).toBeGreaterThan(60);
  });

  test('are each the only one that allows some call, which is denied without it', () => {
    expect(judgement.faults.redundant).toEqual([]);
    expect(judgement.used.filter(({ aloneCount }) => aloneCount < 1)).toEqual([]);
  });

  test('have no wildcard without a reason', () => {
    expect(judgement.faults.unexplainedWildcards).toEqual([]);
  });

  test('exist for each explanation', () => {
    expect(judgement.faults.staleReasons).toEqual([]);
  });

  test('are sufficient: only calls that the tests deliberately make are denied', () => {
    expect(judgement.faults.denied).toEqual([]);
  });
});

describe('The judgement', () => {
  const grant = {
    holder: 'arn:aws:iam::000000000000:role/worker',
    policy: 'inline',
    statement: '1',
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:us-east-1:000000000000:letters',
  };
  const faultsOf = (permissions: Partial<Permissions>) =>
    judge({ used: [], unused: [], denied: [], ...permissions }, nothingProvoked).faults;

  test('finds a grant that is not used', () => {
    expect(faultsOf({ unused: [grant] }).unused).toEqual([grant]);
  });

  test('finds a grant if another statement also allows each of its calls', () => {
    const needless = { ...grant, count: 5, aloneCount: 0 };
    const needed = { ...grant, count: 5, aloneCount: 1 };
    expect(faultsOf({ used: [needless, needed] }).redundant).toEqual([needless]);
  });

  test('finds a wildcard in the action and in the resource', () => {
    const used = { count: 1, aloneCount: 1 };
    const wide = [
      { ...grant, action: 'dynamodb:*', ...used },
      { ...grant, resource: '*', ...used },
    ];
    expect(faultsOf({ used: wide }).unexplainedWildcards).toEqual(wide);
  });

  test('finds a call that was denied', () => {
    const denied = { ...grant, principal: grant.holder, message: 'denied', count: 1 };
    expect(faultsOf({ denied: [denied] }).denied).toEqual([denied]);
  });
});

/** Removes some grants and checks that each has the effect that the grant check predicts. */
describe('Without one grant', () => {
  let aws: OneMachine;
  let system: System;
  let clients: Clients;
  beforeAll(async () => {
    aws = await startHere();
    system = systemOf(aws);
    clients = clientsFor(aws.endpoint);
  });
  afterAll(async () => {
    await aws.stop();
  });

  test('an event stays in the dead-letter queue of its rule and starts no execution', async () => {
    const role = await roleThatMay(system, 'states:StartExecution', /:account-application$/, /Events/);
    await whileDenied(system, role, 'states:StartExecution', async () => {
      await submit(clients, { id: 'not-started', name: 'Spock', address: '1 Street' });
      expect(await takeFrom(system, 'submissions-dlq')).toContain('not-started');
    });
  });

  test('the reconciler sends the mail about an outcome once the permission is restored', async () => {
    const role = await roleThatMay(system, 'logs:PutLogEvents', /\/aws\/lambda\/notify:/);
    await whileDenied(system, role, 'sns:Publish', async () => {
      await submit(clients, { id: 'mailed-late', name: 'Spock', address: '1 Street' });
      await recordIn(clients, 'mailed-late', 'APPROVED');
      await aws.clock.advance({ seconds: 700 });
      expect(await takeFrom(system, 'notify-dlq')).toContain('mailed-late');
      expect(aws.mail().filter(({ subject }) => subject.startsWith('mailed-late'))).toEqual([]);
    });
    await aws.clock.advance({ hours: 2 });
    await eventually('the mail', async () => aws.mail().find(({ subject }) => subject === 'mailed-late: APPROVED'));
  });

  test('an outcome that cannot close its review stays in the dead-letter queue of the function', async () => {
    const role = await roleThatMay(system, 'logs:PutLogEvents', /\/aws\/lambda\/close-review:/);
    await whileDenied(system, role, 'dynamodb:UpdateItem', async () => {
      await put(system, 'ReviewExpired', {
        applicationId: 'not-closed',
        outcome: 'REVIEW_EXPIRED',
        occurredAt: '2026-01-01T00:00:00.000Z',
      });
      await aws.clock.advance({ seconds: 600 });
      expect(await takeFrom(system, 'close-review-dlq')).toContain('not-closed');
    });
  });
});
