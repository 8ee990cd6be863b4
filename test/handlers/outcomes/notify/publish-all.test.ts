import type { PublishBatchCommand, PublishBatchCommandOutput, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import { createPublishAll, publishBatches } from '../../../../handlers/outcomes/notify/publish-all.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:application-outcomes';
const mailsOf = (count: number, text = 'text') =>
  Array.from({ length: count }, (_, index) => ({ subject: `app-${index}: APPROVED`, text }));

function topicAnswering(answer: (call: number) => Omit<PublishBatchCommandOutput, '$metadata'>) {
  const calls: PublishBatchCommand['input'][] = [];
  const send = async (command: PublishBatchCommand) => {
    calls.push(command.input);
    return { $metadata: {}, ...answer(calls.length) };
  };
  const client = { send } as unknown as SNSClient;
  return { calls, publishAll: createPublishAll(client, TOPIC) };
}

describe('Mails about outcomes', () => {
  test('are published in one call with subject, text and the attribute for filter policies', async () => {
    const { calls, publishAll } = topicAnswering(() => ({ Successful: [], Failed: [] }));
    const results = await publishAll(mailsOf(2));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'outcome' } };
    expect(calls).toEqual([
      {
        TopicArn: TOPIC,
        PublishBatchRequestEntries: [
          { Id: '0', Subject: 'app-0: APPROVED', Message: 'text', MessageAttributes },
          { Id: '1', Subject: 'app-1: APPROVED', Message: 'text', MessageAttributes },
        ],
      },
    ]);
  });

  test('fail one by one if a response with status 200 has refused entries', async () => {
    const Failed = [{ Id: '1', Code: 'InternalError', SenderFault: false }];
    const { publishAll } = topicAnswering(() => ({ Successful: [], Failed }));
    expect(await publishAll(mailsOf(3))).toMatchObject([
      { status: 'fulfilled' },
      { reason: { name: 'TryAgainException', message: 'The topic refused the notification: InternalError.' } },
      { status: 'fulfilled' },
    ]);
  });

  test('fail if their call fails, but not if another call fails', async () => {
    const { publishAll } = topicAnswering((call) => {
      if (call === 2) throw new Error('The topic is gone.');
      return { Successful: [], Failed: [] };
    });
    const results = await publishAll(mailsOf(12));
    const failed = results.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
    expect(failed).toEqual([10, 11]);
  });
});

describe('A call to PublishBatch', () => {
  const sizesOf = (mails: readonly { subject: string; text: string }[]) =>
    publishBatches(mails).map(({ length }) => length);

  test.each([
    [0, []],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('has at most ten entries: %i mails', (count, sizes) => {
    expect(sizesOf(mailsOf(count))).toEqual(sizes);
  });

  test('has at most 256 KiB in all entries, with subjects and attributes', () => {
    expect(sizesOf(mailsOf(10, 'x'.repeat(32_000)))).toEqual([8, 2]);
    const withoutText = 'app-0: APPROVEDkindStringoutcome'.length;
    expect(sizesOf(mailsOf(2, 'x'.repeat(131_072 - withoutText)))).toEqual([2]);
    expect(sizesOf(mailsOf(2, 'x'.repeat(131_073 - withoutText)))).toEqual([1, 1]);
    expect(sizesOf(mailsOf(4, 'é'.repeat(65_000)))).toEqual([2, 2]);
  });

  test('keeps the order of the mails', () => {
    const mails = mailsOf(21);
    expect(publishBatches(mails).flat()).toEqual(mails);
  });
});
