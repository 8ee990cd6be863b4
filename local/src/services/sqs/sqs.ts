import type { Kernel } from '../../core/kernel.ts';
import type { HoldsPolicies, ServiceModule } from '../../core/service.ts';
import type { QueueSignals } from './arrivals.ts';
import { jsonProtocol } from './json-protocol.ts';
import { moveTaskActions } from './move-tasks.ts';
import { queryProtocol } from './query-protocol.ts';
import { queueActions } from './queue-actions.ts';
import { Queues } from './queues.ts';
import { receiveMessage } from './receive-message.ts';

export type { QueueSignals } from './arrivals.ts';

/**
 * SQS: the queues of fauxqs in process, stored in the runtime's store. Acknowledged messages survive a crash.
 * Visibility, delay, retention and deduplication use the wall clock, not the runtime's clock.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
 */
export const createSqs = (kernel: Kernel): ServiceModule & QueueSignals & HoldsPolicies => {
  const queues = new Queues(kernel);
  return {
    service: {
      name: 'sqs',
      actions: {
        ...queueActions(queues),
        ...moveTaskActions(kernel, queues),
        ReceiveMessage: receiveMessage(queues),
      },
      refused: ['AddPermission', 'RemovePermission'],
      protocols: [jsonProtocol(kernel), queryProtocol(kernel)],
    },
    resourcePolicy: (arn) => queues.byArn(arn)?.attributes.Policy,
    onMessage: (queueArn, listener) => queues.arrivals.onMessage(queueArn, listener),
    start: () => queues.start(),
    stop: () => queues.arrivals.stop(),
  };
};
