import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { advance } from '../../scripts/demo/clock.ts';
import { type Judgement, judge } from '../../scripts/iam/judge.ts';
import type { Permissions } from '../../scripts/iam/permissions.ts';
import { put, roleThatMay, takeFrom, walkedSystem, whileDenied } from '../../scripts/iam/system.ts';
import { walk } from '../../scripts/iam/walk.ts';
import { eventually, mailbox, recordIn, type System, startSystem, submit } from '../support/system.ts';

const nothingProvoked = () => false;

describe('The grants of the template', () => {
  let system: System;
  let judgement: Judgement;
  beforeAll(async () => {
    system = await startSystem();
    judgement = await walk(system.endpoint, () => {});
  });
  afterAll(async () => {
    await system.stop();
  });

  test('are each needed by some path that an application or a failure takes, or only AWS can use them', () => {
    expect(judgement.faults.unused).toEqual([]);
    const { used, explained } = judgement;
    console.log(
      `${used.length + explained.length} grants: ${used.length} used, ${explained.length} that only AWS uses, ${judgement.wildcards.length} wildcards with a reason`,
    );
    expect(used.length).toBeGreaterThan(60);
  });

  test('are each the only one that allows some call, so that dropping any would have it denied', () => {
    expect(judgement.faults.redundant).toEqual([]);
    expect(judgement.used.filter(({ aloneCount }) => aloneCount < 1)).toEqual([]);
  });

  test('have no wildcard without a reason', () => {
    expect(judgement.faults.unexplainedWildcards).toEqual([]);
  });

  test('have no reason without a grant', () => {
    expect(judgement.faults.staleReasons).toEqual([]);
  });

  test('suffice: no call was denied that was not meant to be', () => {
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

  test('finds a grant whose every call something else allows too', () => {
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

/** A few of the many, really taken away: what the ledger says about each is what happens. */
describe('Without one grant', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(async () => {
    await system.stop();
  });

  test('an event is kept in the dead-letter queue of its rule and started from there never', async () => {
    const walked = walkedSystem(system.endpoint);
    const role = await roleThatMay(walked, 'states:StartExecution', /:account-application$/, /Events/);
    await whileDenied(walked, role, 'states:StartExecution', async () => {
      await submit(system, { id: 'not-started', name: 'Spock', address: '1 Street' });
      expect(await takeFrom(walked, 'submissions-dlq')).toContain('not-started');
    });
  });

  test('an outcome is mailed late: by the reconciler, once the permission is back', async () => {
    const walked = walkedSystem(system.endpoint);
    const role = await roleThatMay(walked, 'logs:PutLogEvents', /\/aws\/lambda\/notify:/);
    await whileDenied(walked, role, 'sns:Publish', async () => {
      await submit(system, { id: 'mailed-late', name: 'Spock', address: '1 Street' });
      await recordIn(system, 'mailed-late', 'APPROVED');
      await advance(walked, 600);
      expect(await takeFrom(walked, 'notify-dlq')).toContain('mailed-late');
      expect((await mailbox(system)).filter(({ subject }) => subject.startsWith('mailed-late'))).toEqual([]);
    });
    await advance(walked, 7_200);
    await eventually('the mail', async () =>
      (await mailbox(system)).find(({ subject }) => subject === 'mailed-late: APPROVED'),
    );
  });

  test('an outcome that cannot close its review waits in the dead-letter queue of the function', async () => {
    const walked = walkedSystem(system.endpoint);
    const role = await roleThatMay(walked, 'logs:PutLogEvents', /\/aws\/lambda\/close-review:/);
    await whileDenied(walked, role, 'dynamodb:UpdateItem', async () => {
      await put(walked, 'ReviewExpired', {
        applicationId: 'not-closed',
        outcome: 'REVIEW_EXPIRED',
        occurredAt: '2026-01-01T00:00:00.000Z',
      });
      await advance(walked, 600);
      expect(await takeFrom(walked, 'close-review-dlq')).toContain('not-closed');
    });
  });
});
