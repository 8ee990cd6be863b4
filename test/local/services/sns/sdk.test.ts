import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListTagsForResourceCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMail, type Mailbox } from '../../../../local/src/core/mail/mailbox.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';

let runtime: BehindGateway;
let sns: SNSClient;
let mailbox: Mailbox;
beforeEach(async () => {
  runtime = await startBehindGateway((kernel) => {
    mailbox = createMail(kernel, undefined);
    return [createSns(kernel, mailbox)];
  });
  sns = new SNSClient(runtime.client);
});
afterEach(async () => {
  sns.destroy();
  await runtime.stop();
});

test('empty lists of tags are accepted', async () => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'outcomes', Tags: [] }));
  await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: [] }));
  expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags).toEqual([]);
});

test('the SDK creates a topic, subscribes an address with a filter policy, and publishes', async () => {
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({ Name: 'outcomes', Tags: [{ Key: 'team', Value: 'a' }] }),
  );
  expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags).toEqual([
    { Key: 'team', Value: 'a' },
  ]);
  const FilterPolicy = '{"outcome":["approved"]}';
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ann@example.com', Attributes: { FilterPolicy } }),
  );
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Attributes).toMatchObject({ FilterPolicy, Protocol: 'email', PendingConfirmation: 'false' });
  const outcome = (StringValue: string) => ({ outcome: { DataType: 'String', StringValue } });
  await sns.send(
    new PublishCommand({ TopicArn, Subject: 'Good <news>', Message: 'a & b', MessageAttributes: outcome('approved') }),
  );
  const { Successful, Failed } = await sns.send(
    new PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: [
        { Id: 'one', Message: 'second', MessageAttributes: outcome('approved') },
        { Id: 'two', Message: 'filtered', MessageAttributes: outcome('rejected') },
      ],
    }),
  );
  expect([Successful?.map(({ Id }) => Id), Failed]).toEqual([['one', 'two'], []]);
  await runtime.kernel.inflight.idle();
  expect(mailbox.list().map(({ subject, text }) => [subject, text])).toEqual([
    ['Good <news>', 'a & b'],
    ['AWS Notification Message', 'second'],
  ]);
});

test('publishing to a missing topic is a NotFound error of the SDK', async () => {
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:nobody';
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'x' }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Topic does not exist',
  });
});
