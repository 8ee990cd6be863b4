import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Properties, removeAssemblies, resourcesWith } from '../synthesized.ts';

let resources: readonly (readonly [id: string, type: string, properties: Properties])[];
beforeAll(async () => {
  const found = [...(await resourcesWith())];
  resources = found.map(([id, { Type, Properties }]) => [id, Type, Properties] as const);
});
afterAll(removeAssemblies);

const named = (type: string, member: string, name: string) => {
  const found = resources.find(([, own, properties]) => own === type && properties[member] === name);
  if (found === undefined) throw new Error(`There is no ${type} named ${name}.`);
  return { id: found[0], properties: found[2] };
};

test('the preview rule matches only replays whose name begins with preview-', () => {
  const { properties } = named('AWS::Events::Rule', 'Name', 'preview-replay');
  expect(properties.State).toBe('ENABLED');
  expect(properties.EventPattern).toEqual({
    source: ['account-applications', 'account-applications.api'],
    'detail-type': ['ApplicationSubmitted', 'ApplicationAmended'],
    'replay-name': [{ prefix: 'preview-' }],
  });
});

test('its only target is the preview queue, with its own dead-letter queue', () => {
  const { properties } = named('AWS::Events::Rule', 'Name', 'preview-replay');
  const arnOf = (queue: string) => ({ 'Fn::GetAtt': [named('AWS::SQS::Queue', 'QueueName', queue).id, 'Arn'] });
  expect(properties.Targets).toMatchObject([
    { Arn: arnOf('replay-preview'), DeadLetterConfig: { Arn: arnOf('replay-preview-dlq') } },
  ]);
});

test('the preview queue keeps messages for at most an hour, because they contain applicants’ data', () => {
  const { properties } = named('AWS::SQS::Queue', 'QueueName', 'replay-preview');
  expect(properties).toMatchObject({ MessageRetentionPeriod: 3600, SqsManagedSseEnabled: true });
  expect(properties.RedrivePolicy).toBeUndefined();
});
