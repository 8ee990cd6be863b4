import { administrator } from '../../../../local/src/core/aws/caller.ts';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import { type ReceivedMessage, receiveMessage } from '../../../../local/src/core/polling/queue-operations.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel } from '../../kernel.ts';

export const QUEUES = ['orders', 'orders.fifo'];

const receive = async (
  kernel: Kernel,
  name: string,
  isForgottenAtExit: boolean,
): Promise<readonly ReceivedMessage[]> => {
  const input = {
    QueueUrl: `${kernel.endpoint()}/000000000000/${name}`,
    MaxNumberOfMessages: 1,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: [],
    WaitTimeSeconds: 0,
  };
  const { Messages = [] } = await kernel.services.call(receiveMessage, input, administrator('000000000000'), {
    isForgottenAtExit,
  });
  return Messages;
};

/** A process for tests: of each queue an event source mapping holds one message, and a client another one. */
export const startReceivers = async (dataDir: string) => {
  const kernel = await startKernel((k) => [createSqs(k)], { dataDir });
  for (const QueueName of QUEUES) {
    const isFifo = QueueName.endsWith('.fifo');
    const Attributes = { VisibilityTimeout: '180', ...(isFifo && { FifoQueue: 'true' }) };
    const { QueueUrl } = (await kernel.as('sqs', 'CreateQueue', { QueueName, Attributes })) as { QueueUrl: string };
    for (const MessageBody of ['of-a-mapping', 'of-a-client']) {
      const ofFifo = isFifo && { MessageGroupId: MessageBody, MessageDeduplicationId: MessageBody };
      await kernel.as('sqs', 'SendMessage', { QueueUrl, MessageBody, ...ofFifo });
      await receive(kernel, QueueName, MessageBody === 'of-a-mapping');
    }
  }
  return kernel;
};

/** The messages that a client receives from a queue now. */
export const received = (kernel: Kernel, name: string) => receive(kernel, name, false);

if (process.argv[1] === import.meta.filename) {
  await startReceivers(String(process.argv[2]));
  process.stdout.write('received\n');
  setInterval(() => {}, 1_000);
}
