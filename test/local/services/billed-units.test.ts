import { expect, test } from '@jest/globals';
import { billedUnitsOf } from '../../../local/src/services/manifests.ts';

const KIB = 1_024;
const received = (Messages?: readonly object[]) => ({ action: 'ReceiveMessage', answer: { Messages } });

test.each([
  ['a poll that finds messages', received([{ Body: 'a' }, { Body: 'b' }]), [['requests', 1]]],
  ['a poll that finds none', received(), []],
  ['a message of 64 KiB', { action: 'SendMessage', input: { MessageBody: 'a'.repeat(64 * KIB) } }, [['requests', 1]]],
  ['a longer message', { action: 'SendMessage', input: { MessageBody: 'a'.repeat(64 * KIB + 1) } }, [['requests', 2]]],
  ['a batch of deletions', { action: 'DeleteMessageBatch', input: { Entries: [{}, {}] } }, [['requests', 1]]],
])('SQS: %s has the billed units of AWS', (_, request, units) => {
  expect(billedUnitsOf('sqs', { input: {}, answer: {}, ...request })).toEqual(units);
});

test.each([
  ['a message', { action: 'Publish', input: { Message: 'a' } }, [['requests', 1]]],
  [
    'a batch of up to 64 KiB',
    { action: 'PublishBatch', input: { PublishBatchRequestEntries: [{ Message: 'a' }, { Message: 'b' }] } },
    [['requests', 1]],
  ],
  [
    'a longer batch',
    {
      action: 'PublishBatch',
      input: { PublishBatchRequestEntries: Array(3).fill({ Message: 'a'.repeat(32 * KIB) }) },
    },
    [['requests', 2]],
  ],
])('SNS: %s has the billed units of AWS', (_, request, units) => {
  expect(billedUnitsOf('sns', { answer: {}, ...request })).toEqual(units);
});

test('An action that AWS does not bill per request has no billed units', () => {
  expect(billedUnitsOf('states', { action: 'StartExecution', input: {}, answer: {} })).toEqual([]);
});
