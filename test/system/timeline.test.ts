import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeReplayCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Person, signIn } from '../support/api.ts';
import { configFor } from '../support/clients.ts';
import { allEnded, eventually, recordIn, type System, startSystem } from '../support/system.ts';

const ARN = 'arn:aws:events:us-east-1:000000000000';

let system: System;
let operator: Person;
let reviewer: Person;
beforeAll(async () => {
  system = await startSystem();
  [operator, reviewer] = await Promise.all([signIn(system, 'operator-1'), signIn(system, 'reviewer-1')]);
});
afterAll(async () => {
  await system.stop();
});

const start = (name: string, rule: string, fromMs: number, toMs: number) =>
  system.events.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: `${ARN}:archive/account-applications`,
      EventStartTime: new Date(fromMs),
      EventEndTime: new Date(toMs),
      Destination: {
        Arn: `${ARN}:event-bus/account-applications`,
        FilterArns: [`${ARN}:rule/account-applications/${rule}`],
      },
    }),
  );

const completed = (ReplayName: string) =>
  eventually(`the end of ${ReplayName}`, async () => {
    const { State } = await system.events.send(new DescribeReplayCommand({ ReplayName }));
    return State === 'COMPLETED' ? true : undefined;
  });

test('A replay of a decided application is in its timeline; previews and replays of another time range are not', async () => {
  const application = { id: 'again', name: 'evil Spock', address: '123 Enterprise Street' };
  expect((await operator.post('/applications', { application })).status).toBe(202);
  await eventually('the review', async () =>
    (await reviewer.get('/reviews/again')).status === 200 ? true : undefined,
  );
  expect((await reviewer.post('/reviews/again/decision', { decision: 'APPROVE' })).status).toBe(200);
  const before = await recordIn(system, 'again', 'APPROVED');

  const submittedMs = Date.parse(String(before.submittedAt));
  await start('preview-again', 'preview-replay', submittedMs - 60_000, submittedMs + 60_000);
  await start('long-before', 'start-account-application', submittedMs - 120_000, submittedMs - 60_000);
  await start('once-more', 'start-account-application', submittedMs - 60_000, submittedMs + 60_000);
  for (const name of ['preview-again', 'long-before', 'once-more']) await completed(name);
  await allEnded(system, 2);

  const { status, body } = await reviewer.get('/applications/again/timeline');
  expect(status).toBe(200);
  const items = body.items as { readonly kind: string; readonly at: string }[];
  expect(items.slice(0, 2)).toEqual([
    expect.objectContaining({ what: 'Submitted', who: 'operator-1' }),
    expect.objectContaining({ what: 'Run started' }),
  ]);
  expect(items.filter(({ kind }) => kind === 'replay')).toEqual([
    { at: expect.any(String), kind: 'replay', what: 'Replay once-more sent its submission again', state: 'COMPLETED' },
  ]);
  expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted());
  expect(await recordIn(system, 'again', 'APPROVED')).toEqual(before);
});

test('The log has who read an application, from which address, by which route; also a refused reader', async () => {
  expect((await reviewer.get('/applications/again')).status).toBe(200);
  expect((await reviewer.get('/operations/queues')).status).toBe(403);
  const logs = new CloudWatchLogsClient(configFor(system.endpoint));
  const lineOf = (name: string, routeKey: string) =>
    eventually(`the line of ${routeKey}`, async () => {
      const read = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: '"reviewer-1"' });
      const { events = [] } = await logs.send(read);
      return events.map(({ message = '{}' }) => JSON.parse(message)).find((line) => line.routeKey === routeKey);
    });
  const who = { caller: 'reviewer-1', address: '127.0.0.1' };
  expect(await lineOf('answer-queries', 'GET /applications/{id}')).toMatchObject({ ...who, id: 'again', status: 200 });
  expect(await lineOf('redrive-dead-letters', 'GET /operations/queues')).toMatchObject({ ...who, status: 403 });
});
