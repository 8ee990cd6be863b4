import { EventBridge } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createEventBridge } from '../../../../local/src/services/eventbridge/event-bridge.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

// The rules are those that AWS lists for an archive; users quote them and the errors in public projects.

let runtime: BehindGateway;
let events: EventBridge;
beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => [createEventBridge(kernel)]);
  events = new EventBridge({ ...runtime.client, maxAttempts: 1 });
});
afterEach(async () => {
  events.destroy();
  await runtime.stop();
});

const arnOf = (resource: string) => `arn:aws:events:us-east-1:000000000000:${resource}`;
const NOT_REPLAYED = { 'replay-name': [{ exists: false }] };
const archive = (ArchiveName: string, bus = 'default', EventPattern?: string) =>
  events.createArchive({ ArchiveName, EventSourceArn: arnOf(`event-bus/${bus}`), EventPattern });

describe('An archive has a managed rule on its bus', () => {
  const Name = 'Events-Archive-all';

  test('that matches the events of the archive, except replayed ones', async () => {
    await events.putRule({ Name: 'sales', EventPattern: '{"source":["shop"]}' });
    await archive('all');
    await archive('sales', 'default', ' {"source": ["shop"]}');
    const { Rules = [] } = await events.listRules({});
    expect(Rules.map((rule) => [rule.Name, rule.ManagedBy, JSON.parse(rule.EventPattern ?? '')])).toEqual([
      [Name, 'prod.vhs.events.aws.internal', NOT_REPLAYED],
      ['Events-Archive-sales', 'prod.vhs.events.aws.internal', { ...NOT_REPLAYED, source: ['shop'] }],
      ['sales', undefined, { source: ['shop'] }],
    ]);
    expect(await events.describeRule({ Name })).toMatchObject({ Name, Arn: arnOf(`rule/${Name}`), State: 'ENABLED' });
  });

  test('with one target, which names the archive', async () => {
    await archive('all');
    const { Targets = [] } = await events.listTargetsByRule({ Rule: Name });
    expect(Targets).toMatchObject([{ Arn: 'arn:aws:events:us-east-1:::', InputTransformer: { InputPathsMap: {} } }]);
    expect(Targets[0]?.InputTransformer?.InputTemplate).toContain(arnOf('archive/all'));
  });

  test('and not on another bus, and only until the archive is deleted', async () => {
    await events.createEventBus({ Name: 'other' });
    await archive('all', 'other');
    expect((await events.listRules({})).Rules).toEqual([]);
    expect((await events.listRules({ EventBusName: 'other' })).Rules).toMatchObject([{ Name }]);
    await events.deleteArchive({ ArchiveName: 'all' });
    await expect(events.describeRule({ Name, EventBusName: 'other' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('that cannot be changed', async () => {
    await archive('all');
    const Targets = [{ Id: 'a', Arn: 'arn:aws:sqs:us-east-1:000000000000:orders' }];
    const refused = {
      name: 'ManagedRuleException',
      message: `${Name} is a managed rule. Set 'force' parameter to true to override.`,
    };
    for (const change of [
      () => events.putRule({ Name, EventPattern: '{"source":["shop"]}' }),
      () => events.deleteRule({ Name }),
      () => events.disableRule({ Name }),
      () => events.enableRule({ Name }),
      () => events.putTargets({ Rule: Name, Targets }),
      () => events.removeTargets({ Rule: Name, Ids: [Name] }),
    ])
      await expect(change()).rejects.toMatchObject(refused);
    await expect(events.deleteRule({ Name, Force: true })).rejects.toMatchObject({
      name: 'UnsupportedOperation',
      message: expect.stringContaining(`Force for the managed rule ${Name}`),
    });
    expect((await events.listRules({})).Rules).toMatchObject([{ Name, State: 'ENABLED' }]);
  });
});

test.each([
  ['orders/new', "Event bus name must not contain '/'."],
  ['aws.orders', "EventBus name starting with 'aws.' is not valid."],
])('CreateEventBus refuses the name %s, which only a bus of a partner can have', async (Name, message) => {
  await expect(events.createEventBus({ Name })).rejects.toMatchObject({ name: 'ValidationException', message });
});
