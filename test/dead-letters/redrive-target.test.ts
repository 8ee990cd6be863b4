import type { Target } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import type { DeadLetterQueue } from '../../dead-letters/find.ts';
import { redriveTargetOf, redriveTargetText } from '../../dead-letters/redrive-target.ts';

const RULE = 'arn:aws:events:us-east-1:000000000000:rule/bus/start';
const STATE_MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:worker';

const queueWith = (target: Partial<Target>, parts: Partial<DeadLetterQueue> = {}): DeadLetterQueue => ({
  name: 'some-dlq',
  url: 'http://x/some-dlq',
  arn: 'arn:aws:sqs:us-east-1:000000000000:some-dlq',
  waiting: 1,
  inFlight: 0,
  deadLetterArn: undefined,
  sourceQueues: [],
  functions: [],
  rules: [
    { name: 'start', arn: RULE, bus: 'bus', isEnabled: true, targets: [{ Id: '1', Arn: STATE_MACHINE, ...target }] },
  ],
  ...parts,
});

const deadLetter = (body: string, attributes: Record<string, string>) => ({
  id: '1',
  receiptHandle: 'r',
  body,
  attributes,
  sentAt: new Date(0),
  receiveCount: 1,
});

const undelivered = (TARGET_ARN: string) => deadLetter('{"id":"e","detail":{"n":1}}', { RULE_ARN: RULE, TARGET_ARN });

describe('An event that could not be delivered goes', () => {
  test('to its state machine, with the part of it the target takes', () => {
    const queue = queueWith({ InputPath: '$.detail' });
    expect(redriveTargetOf(undelivered(STATE_MACHINE), queue)).toEqual({
      kind: 'execution',
      to: STATE_MACHINE,
      input: '{"n":1}',
    });
  });

  test('to its function, whole', () => {
    const queue = queueWith({ Arn: FUNCTION });
    const way = redriveTargetOf(undelivered(FUNCTION), queue);
    expect(way).toEqual({ kind: 'function', to: FUNCTION, input: '{"id":"e","detail":{"n":1}}' });
    expect(redriveTargetText(way)).toBe('calls the function worker');
  });

  test('to its target with the constant the rule has for it', () => {
    expect(redriveTargetOf(undelivered(STATE_MACHINE), queueWith({ Input: '{"always":1}' }))).toMatchObject({
      input: '{"always":1}',
    });
  });

  test.each([
    [{ Arn: FUNCTION }, 'stays: no rule start has this target any more'],
    [{ InputTransformer: { InputTemplate: '"x"' } }, 'stays: the input of the rule start cannot be made here'],
    [{ InputPath: '$.detail.items[0]' }, 'stays: the input of the rule start cannot be made here'],
    [{ InputPath: '$.nothing' }, 'stays: the input of the rule start cannot be made here'],
  ])('nowhere when the target is now %j', (target, text) => {
    expect(redriveTargetText(redriveTargetOf(undelivered(STATE_MACHINE), queueWith(target)))).toBe(text);
  });

  test('nowhere when its target is of a service that is not called from here', () => {
    const Arn = 'arn:aws:sqs:us-east-1:000000000000:replay-preview';
    const way = redriveTargetOf(undelivered(Arn), queueWith({ Arn }));
    expect(redriveTargetText(way)).toBe('stays: targets of sqs cannot be called from here');
  });
});

test('An event a function failed on goes to that function', () => {
  const queue = queueWith({}, { functions: ['worker'] });
  expect(redriveTargetOf(deadLetter('{"a":1}', { RequestID: '1' }), queue)).toEqual({
    kind: 'function',
    to: 'worker',
    input: '{"a":1}',
  });
});

test('A message goes to the queue that gave it up', () => {
  const queue = queueWith({}, { sourceQueues: ['arn:aws:sqs:us-east-1:000000000000:review-queue'] });
  expect(redriveTargetText(redriveTargetOf(deadLetter('{}', {}), queue))).toBe('to the queue review-queue');
});

test('A message of which nothing is known stays', () => {
  expect(redriveTargetText(redriveTargetOf(deadLetter('{}', {}), queueWith({})))).toBe(
    'stays: nothing tells where it came from',
  );
});
