import type { Target } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import type { DeadLetterQueue } from '../../../repair/dead-letters/find.ts';
import { redriveTargetOf, redriveTargetText } from '../../../repair/dead-letters/redrive-target.ts';

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

describe('An event that EventBridge could not deliver', () => {
  test('is sent to its state machine with the part of the event that InputPath selects', () => {
    const queue = queueWith({ InputPath: '$.detail' });
    expect(redriveTargetOf(undelivered(STATE_MACHINE), queue)).toEqual({
      kind: 'execution',
      to: STATE_MACHINE,
      input: '{"n":1}',
    });
  });

  test('is sent whole to its function', () => {
    const queue = queueWith({ Arn: FUNCTION });
    const way = redriveTargetOf(undelivered(FUNCTION), queue);
    expect(way).toEqual({ kind: 'function', to: FUNCTION, input: '{"id":"e","detail":{"n":1}}' });
    expect(redriveTargetText(way)).toBe('calls the function worker');
  });

  test('is sent to the alias of its function, as its rule names it', () => {
    const Arn = `${FUNCTION}:live`;
    const way = redriveTargetOf(undelivered(Arn), queueWith({ Arn }));
    expect(way).toMatchObject({ kind: 'function', to: Arn });
    expect(redriveTargetText(way)).toBe('calls the function worker');
  });

  test('is sent to the alias that has replaced its function in the rule since then', () => {
    const way = redriveTargetOf(undelivered(FUNCTION), queueWith({ Arn: `${FUNCTION}:live` }));
    expect(way).toMatchObject({ kind: 'function', to: `${FUNCTION}:live` });
    const other = redriveTargetOf(undelivered(FUNCTION), queueWith({ Arn: `${FUNCTION}-2:live` }));
    expect(redriveTargetText(other)).toBe('stays: the rule start no longer has this target');
  });

  test('is sent to its target as the constant input of the rule', () => {
    expect(redriveTargetOf(undelivered(STATE_MACHINE), queueWith({ Input: '{"always":1}' }))).toMatchObject({
      input: '{"always":1}',
    });
  });

  test('is sent whole to its target queue, even if that queue has the same dead-letter queue', () => {
    const Arn = 'arn:aws:sqs:us-east-1:000000000000:work';
    const way = redriveTargetOf(undelivered(Arn), queueWith({ Arn }, { sourceQueues: [Arn] }));
    expect(way).toEqual({ kind: 'queue', to: 'work', input: '{"id":"e","detail":{"n":1}}' });
    expect(redriveTargetText(way)).toBe('to the queue work');
  });

  test.each([
    [{ Arn: FUNCTION }, 'stays: the rule start no longer has this target'],
    [{ InputTransformer: { InputTemplate: '"x"' } }, 'stays: a redrive cannot build the input of the rule start'],
    [{ InputPath: '$.detail.items[0]' }, 'stays: a redrive cannot build the input of the rule start'],
    [{ InputPath: '$.nothing' }, 'stays: a redrive cannot build the input of the rule start'],
  ])('stays in the dead-letter queue if the target is now %j', (target, text) => {
    expect(redriveTargetText(redriveTargetOf(undelivered(STATE_MACHINE), queueWith(target)))).toBe(text);
  });

  test('stays in the queue if its target is in a service that a redrive cannot call', () => {
    const Arn = 'arn:aws:sqs:us-east-1:000000000000:replay-preview';
    const way = redriveTargetOf(undelivered(Arn), queueWith({ Arn }));
    expect(redriveTargetText(way)).toBe('stays: a redrive cannot call a target of sqs');
  });
});

test('An event whose asynchronous invocation failed is sent to the same function', () => {
  const queue = queueWith({}, { functions: ['worker'] });
  expect(redriveTargetOf(deadLetter('{"a":1}', { RequestID: '1' }), queue)).toEqual({
    kind: 'function',
    to: 'worker',
    input: '{"a":1}',
  });
});

test('An event whose asynchronous invocation failed is sent to the alias that its rule names', () => {
  const queue = queueWith({ Arn: `${FUNCTION}:live` }, { functions: ['worker'] });
  const way = redriveTargetOf(deadLetter('{"a":1}', { RequestID: '1' }), queue);
  expect(way).toMatchObject({ kind: 'function', to: `${FUNCTION}:live` });
  expect(redriveTargetText(way)).toBe('calls the function worker');
});

test('A message from a source queue is sent back to that queue', () => {
  const queue = queueWith({}, { sourceQueues: ['arn:aws:sqs:us-east-1:000000000000:review-queue'] });
  expect(redriveTargetText(redriveTargetOf(deadLetter('{}', {}), queue))).toBe('to the queue review-queue');
});

test('A message whose source is unknown stays in the queue', () => {
  expect(redriveTargetText(redriveTargetOf(deadLetter('{}', {}), queueWith({})))).toBe('stays: its source is unknown');
});
