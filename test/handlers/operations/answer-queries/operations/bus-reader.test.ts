import { EventBridge } from '@aws-sdk/client-eventbridge';
import { expect, test } from '@jest/globals';
import { start } from 'one-machine';
import { createBusReader } from '../../../../../handlers/operations/answer-queries/operations/bus-reader.ts';

test('The rules of both buses are read with their targets, but not the managed rules of archives', async () => {
  await using stack = new AsyncDisposableStack();
  const aws = await start();
  stack.defer(() => aws.stop());
  const events = new EventBridge(aws.clientConfig);
  stack.defer(() => events.destroy());
  const { EventBusArn } = await events.createEventBus({ Name: 'orders' });
  await events.createArchive({ ArchiveName: 'orders', EventSourceArn: EventBusArn });
  await events.putRule({ Name: 'sales', EventBusName: 'orders', EventPattern: '{"source":["shop"]}' });
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:sales';
  await events.putTargets({ Rule: 'sales', EventBusName: 'orders', Targets: [{ Id: 'queue', Arn }] });
  await events.putRule({ Name: 'daily', ScheduleExpression: 'rate(1 day)' });
  expect(await createBusReader(events, 'orders').rules()).toEqual([
    { name: 'sales', bus: 'orders', state: 'ENABLED', pattern: { source: ['shop'] }, targets: [{ arn: Arn }] },
    { name: 'daily', bus: 'default', state: 'ENABLED', schedule: 'rate(1 day)', targets: [] },
  ]);
});
