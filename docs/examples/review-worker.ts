// A reviewer's tool of one's own: takes requests from review-queue, asks a person, answers the workflow.
import { createInterface } from 'node:readline/promises';
import { SendTaskHeartbeatCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';

const queue = new sqs.SQSClient({});
const workflow = new SFNClient({});
const terminal = createInterface({ input: process.stdin, output: process.stdout }).on('close', () => process.exit());
const { QueueUrl } = await queue.send(new sqs.GetQueueUrlCommand({ QueueName: 'review-queue' }));

async function review({ Body = '', ReceiptHandle }: sqs.Message): Promise<void> {
  const { taskToken, applicationId, reasons } = JSON.parse(Body);
  const hold = async () => {
    await workflow.send(new SendTaskHeartbeatCommand({ taskToken }));
    await queue.send(new sqs.ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 180 }));
  };
  const holding = setInterval(() => hold().catch(({ name }) => console.error(`Not held: ${name}`)), 60_000);
  let decision = '';
  while (!/^(APPROVE|REJECT)$/.test(decision))
    decision = (await terminal.question(`${applicationId} (${reasons}): APPROVE or REJECT? `)).trim().toUpperCase();
  clearInterval(holding);
  const onError = (error: Error) => {
    if (error.name !== 'TaskTimedOut') throw error;
    console.log(`${applicationId} was decided elsewhere, or has expired.`);
  };
  await workflow.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ decision }) })).catch(onError);
  await queue.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
}

for (;;) {
  const { Messages = [] } = await queue.send(new sqs.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  for (const message of Messages) await review(message).catch(({ name }) => console.error(`Left in queue: ${name}`));
}
