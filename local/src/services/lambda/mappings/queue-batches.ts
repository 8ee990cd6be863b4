import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { failedItems } from '../../../core/polling/batch-response.ts';
import { openQueue, type Queue } from '../../../core/polling/queue.ts';
import type { ReceivedMessage } from '../../../core/polling/queue-operations.ts';
import type { QueueConsumer } from '../../../core/polling/queue-poller.ts';
import { asLambda, functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import type { Invoker } from '../invocations/invoker.ts';
import { longestChain } from '../invocations/lineage.ts';
import type { QueueMapping } from './mapping.ts';
import { sqsEvents } from './sqs-event.ts';

const traceHeaderOf = ({ Attributes }: ReceivedMessage): string | undefined => Attributes?.AWSTraceHeader;

interface Ports {
  readonly kernel: Kernel;
  readonly invoker: Invoker;
}

/** A queue, accessed with the role of the function. */
export const queueOf = (kernel: Kernel, queueArn: string, { function: found, version }: Resolved): Queue =>
  openQueue(kernel, queueArn, assumedRole(version.role, found.name, asLambda(kernel.home, found.name)));

/**
 * Invokes the function of a mapping with batches of a queue, and deletes the messages that the function processed. The
 * version of an alias is looked up when a batch is complete, because it can change while the batch is collected.
 */
export class QueueBatches implements QueueConsumer {
  readonly #ports: Ports;
  readonly #mapping: QueueMapping;
  readonly #resolve: () => Resolved;
  readonly queue: Queue;

  /** Throws AwsError. */
  constructor(ports: Ports, mapping: QueueMapping, resolve: () => Resolved) {
    this.#ports = ports;
    this.#mapping = mapping;
    this.#resolve = resolve;
    this.queue = queueOf(ports.kernel, mapping.queueArn, resolve());
  }

  async process(messages: readonly ReceivedMessage[], report: (result: string) => void): Promise<void> {
    const { kernel, invoker } = this.#ports;
    const resolved = this.#resolve();
    const accepted = await this.#withoutLoops(resolved, messages);
    const arn = functionArn(kernel.home, resolved.function.name);
    for (const event of sqsEvents(accepted, this.#mapping.queueArn, kernel.home.region)) {
      const traceHeader = longestChain(event.messages.map(traceHeaderOf), arn);
      const invocation = { requestId: kernel.ids.uuid(), payload: event.payload, traceHeader };
      const result = await kernel.store.untilStored(() => invoker.invoke(resolved, invocation));
      const done = result.failed ? [] : this.#succeeded(result.payload, event.messages);
      report(result.failed ? 'PROBLEM: Function call failed' : 'OK');
      if (done.length > 0) await kernel.store.untilStored(() => this.queue.remove(done));
    }
  }

  /**
   * Removes the messages of a recursive loop from the batch. As on AWS they go to the queue's dead-letter queue, or are
   * deleted if it has none. In this runtime the queue's redrive policy moves them, after maxReceiveCount receives.
   */
  async #withoutLoops(
    { function: found }: Resolved,
    messages: readonly ReceivedMessage[],
  ): Promise<readonly ReceivedMessage[]> {
    const { kernel, invoker } = this.#ports;
    const { looping = [], others = [] } = Object.groupBy(messages, (message) =>
      invoker.isLoop(found, traceHeaderOf(message)) ? 'looping' : 'others',
    );
    if (looping.length === 0) return messages;
    kernel.meter.add('lambda', 'recursive invocations dropped', looping.length);
    const hasDeadLetterQueue = await this.queue.hasDeadLetterQueue();
    const what = hasDeadLetterQueue ? "They go to the queue's dead-letter queue." : 'They are deleted.';
    kernel.log.warn(`Messages were not sent to a function, as on AWS: the function invokes itself in a loop. ${what}`, {
      queue: this.#mapping.queueArn,
      function: this.#mapping.functionName,
      messages: looping.length,
    });
    if (!hasDeadLetterQueue) await kernel.store.untilStored(() => this.queue.remove(looping));
    return others;
  }

  #succeeded(payload: string, messages: readonly ReceivedMessage[]): readonly ReceivedMessage[] {
    if (!this.#mapping.reportsItemFailures) return messages;
    const failed = failedItems(payload, new Set(messages.map(({ MessageId }) => MessageId)));
    return failed === 'all' ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId));
  }
}
