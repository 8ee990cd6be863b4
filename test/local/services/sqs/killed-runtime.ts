import { createMail } from '../../../../local/src/core/mail/mailbox.ts';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { createSns } from '../../../../local/src/services/sns/sns.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel } from '../../kernel.ts';

/**
 * A process that tests kill. Works on the data directory in its first argument, and prints one line per acknowledged
 * call: `sent <body>`, `deleted <body>`, `put <id>`, `published <text>`.
 */
const kernel = await startKernel(
  (k) => {
    const mailbox = createMail(k, undefined);
    return [createSqs(k), createDynamoDb(k), createSns(k, mailbox)];
  },
  { dataDir: String(process.argv[2]) },
);
const acknowledged = (line: string) => process.stdout.write(`${line}\n`);

const { QueueUrl } = (await kernel.as('sqs', 'CreateQueue', { QueueName: 'orders' })) as { QueueUrl: string };
const { TopicArn } = (await kernel.as('sns', 'CreateTopic', { Name: 'outcomes' })) as { TopicArn: string };
await kernel.as('sns', 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'ann@example.com' });
await kernel.as('dynamodb', 'CreateTable', {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
});

const messages = async () => {
  for (let at = 0; ; at += 1) {
    await kernel.as('sqs', 'SendMessage', { QueueUrl, MessageBody: String(at) });
    acknowledged(`sent ${at}`);
    if (at % 3 !== 0) continue;
    const answer = (await kernel.as('sqs', 'ReceiveMessage', { QueueUrl })) as {
      Messages: [{ Body: string; ReceiptHandle: string }];
    };
    const [{ Body, ReceiptHandle }] = answer.Messages;
    await kernel.as('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    acknowledged(`deleted ${Body}`);
  }
};
const items = async () => {
  for (let at = 0; ; at += 1) {
    await kernel.as('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: String(at) } } });
    acknowledged(`put ${at}`);
  }
};
const notifications = async () => {
  for (let at = 0; ; at += 1) {
    await kernel.as('sns', 'Publish', { TopicArn, Message: `text ${at}` });
    acknowledged(`published ${at}`);
  }
};
await Promise.all([messages(), items(), notifications()]);
