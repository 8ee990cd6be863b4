import { describe, expect, test } from '@jest/globals';
import { targetInput } from '../../../../../local/src/services/eventbridge/input/target-input.ts';
import type { Target } from '../../../../../local/src/services/eventbridge/target.ts';

const EVENT = JSON.stringify({
  version: '0',
  id: 'e1',
  'detail-type': 'Sold',
  source: 'shop',
  account: '000000000000',
  time: '2023-11-14T22:13:20Z',
  region: 'us-east-1',
  resources: ['arn:x'],
  detail: { name: 'Ann "the" Smith', count: 2, list: ['A', 'B'], nested: { on: true }, items: [{ id: 1 }, { id: 2 }] },
});
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/other-bus/sales';

const input = (more: Partial<Target>): string =>
  targetInput({ Id: 't', Arn: 'arn', ...more }, { event: EVENT, ingestedMs: 1_700_000_001_500, ruleArn: RULE });
const template = (InputTemplate: string, InputPathsMap: Record<string, string> = {}): string =>
  input({ InputTransformer: { InputTemplate, InputPathsMap } });

describe('what a target receives', () => {
  test('the event unchanged', () => expect(input({})).toBe(EVENT));
  test('a constant', () => expect(input({ Input: '{"a": 1}' })).toBe('{"a": 1}'));

  test.each([
    ['$', EVENT],
    ['$.detail.count', '2'],
    ['$.detail-type', '"Sold"'],
    ["$['detail-type']", '"Sold"'],
    ['$.detail.items[1].id', '2'],
    ['$.detail.items[*].id', '[1,2]'],
    ['$.resources[0]', '"arn:x"'],
    ['$.detail.nothing', 'null'],
    ['$.detail.constructor', 'null'],
  ])('the part at %s', (InputPath, expected) => expect(input({ InputPath })).toBe(expected));
});

describe('templates', () => {
  const paths = { name: '$.detail.name', count: '$.detail.count', list: '$.detail.list', nested: '$.detail.nested' };

  test.each([
    ['{"n": <name>}', '{"n": "Ann \\"the\\" Smith"}'],
    ['{"n": "Mr <name>!"}', '{"n": "Mr Ann \\"the\\" Smith!"}'],
    ['{"c": <count>, "l": <list>, "o": <nested>}', '{"c": 2, "l": ["A","B"], "o": {"on":true}}'],
    ['"<list> and <nested> and <count>"', '"[A,B] and {on:true} and 2"'],
    ['"first <count>"\n"second <name>"', '"first 2"\n"second Ann \\"the\\" Smith"'],
    ['{"a": <missing>, "b": "<missing>"}', '{"a": "", "b": ""}'],
    ['{"a < b": "x > y"}', '{"a < b": "x > y"}'],
    ['{"q": "a \\"<count>\\""}', '{"q": "a \\"2\\""}'],
  ])('%s', (text, expected) => {
    expect(template(text, { ...paths, missing: '$.detail.nothing' })).toBe(expected);
  });

  test('the variables of EventBridge itself', () => {
    const text = '{"a": <aws.events.rule-arn>, "n": "<aws.events.rule-name>", "t": <aws.events.event.ingestion-time>}';
    expect(JSON.parse(template(text))).toEqual({ a: RULE, n: 'sales', t: '2023-11-14T22:13:21Z' });
  });

  test('the whole event, with and without its detail', () => {
    const made = JSON.parse(template('{"without": <aws.events.event>, "with": <aws.events.event.json>}'));
    expect(made.with).toEqual(JSON.parse(EVENT));
    expect(made.without).toEqual({
      version: '0',
      id: 'e1',
      detailType: 'Sold',
      source: 'shop',
      account: '000000000000',
      time: '2023-11-14T22:13:20Z',
      region: 'us-east-1',
      resources: ['arn:x'],
    });
  });

  test('a value that makes the JSON invalid fails the delivery instead of sending an invalid text', () => {
    expect(() => template('{<name>}', { name: '$.detail.list' })).toThrow(
      'The input template filled in with this event is not valid JSON.',
    );
  });
});
