import type { Kernel } from '../../../core/kernel.ts';
import type { ReceivedMessage } from '../../sqs/operations.ts';
import { errorCodeOf } from '../errors.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Functions, Resolved } from '../functions/functions.ts';
import type { Invoker } from '../invocations/invoker.ts';
import { longestChain } from '../invocations/lineage.ts';
import { failedItems } from './batch-response.ts';
import { BatchingWindow } from './batching-window.ts';
import type { QueueMapping } from './mapping.ts';
import { openQueue, type Queue } from './queue.ts';
import type { QueueSignals } from './queue-signals.ts';
import { messageText, type RecordFilter, recordFilter } from './record-filter.ts';
import { sqsEvents, sqsRecord } from './sqs-event.ts';

/** Maximum time between two polls, in case a queue signal is lost. Wall-clock time, like all times in this file. */
const SAFETY_POLL_MS = 20_000;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;
/** Number of concurrent batches without MaximumConcurrency; AWS starts with five. */
const DEFAULT_CONCURRENCY = 5;

const traceHeaderOf = ({ Attributes }: ReceivedMessage): string | undefined => Attributes?.AWSTraceHeader;

export interface PollerPorts {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly invoker: Invoker;
  readonly signals: QueueSignals;
}

/**
 * Polls one queue and invokes one function. After a queue signal it receives until the queue is empty, or until the
 * maximum number of concurrent batches runs. It deletes the messages that the function processed; the others become
 * visible again after the visibility timeout. Errors that do not come from the function (missing permission,
 * throttling, missing queue) are retried after 1 s; the wait is doubled up to 60 s.
 */
export class Poller {
  readonly #ports: PollerPorts;
  readonly #mapping: QueueMapping;
  readonly #matches: RecordFilter;
  readonly #window: BatchingWindow;
  readonly #batches = new Set<Promise<void>>();
  /**
   * Set to false in the same synchronous step as the decision to stop receiving, so that no signal is lost in between.
   */
  #isReceiving = false;
  #receiving: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | undefined;
  #safety: NodeJS.Timeout | undefined;
  #backoff: NodeJS.Timeout | undefined;
  #backoffMs = FIRST_BACKOFF_MS;
  #stopped = false;
  /** LastProcessingResult of GetEventSourceMapping. */
  lastResult = 'No records processed';

  constructor(ports: PollerPorts, mapping: QueueMapping) {
    this.#ports = ports;
    this.#mapping = mapping;
    this.#matches = recordFilter(mapping.filters);
    this.#window = new BatchingWindow(mapping.batchingWindowSeconds);
  }

  start(): void {
    this.#unsubscribe = this.#ports.signals.onMessage(this.#mapping.queueArn, () => this.#wake());
    this.#safety = setInterval(() => this.#wake(), SAFETY_POLL_MS).unref();
    this.#wake();
  }

  /** Stops receiving; resolves when the running batches have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    clearInterval(this.#safety);
    clearTimeout(this.#backoff);
    this.#window.interrupt();
    await this.#receiving;
    await Promise.all(this.#batches);
  }

  /** Ends a running batching window: a move of the runtime's clock must not wait for it. */
  hurry(): void {
    this.#window.hurry();
  }

  #wake(): void {
    this.#window.signal();
    if (this.#isReceiving || this.#backoff || this.#stopped) return;
    this.#isReceiving = true;
    this.#receiving = this.#receiveAll();
  }

  async #receiveAll(): Promise<void> {
    try {
      while (!this.#stopped && this.#batches.size < (this.#mapping.maximumConcurrency ?? DEFAULT_CONCURRENCY)) {
        const resolved = this.#resolve();
        const queue = openQueue(this.#ports.kernel, this.#mapping.queueArn, resolved);
        const messages = await this.#gather(queue);
        this.#backoffMs = FIRST_BACKOFF_MS;
        if (messages.length > 0) this.#begin(resolved, queue, messages);
        else if (!this.#window.isSignalled) return;
      }
    } catch (error) {
      this.#problem(error, 'An event source mapping cannot receive from its queue; it tries again with backoff.');
      this.#pause();
    } finally {
      this.#isReceiving = false;
    }
  }

  #resolve(): Resolved {
    return this.#ports.functions.resolve(this.#mapping.functionName, this.#mapping.qualifier);
  }

  /**
   * Collects one batch. It ends when it is full, when the queue has no more visible messages or, with a batching
   * window, when the window ends. A batching window counts as work in flight, because its messages are already hidden
   * in the queue. `hurry` ends it.
   */
  async #gather(queue: Queue): Promise<readonly ReceivedMessage[]> {
    const { batchSize } = this.#mapping;
    const messages: ReceivedMessage[] = [];
    const { inflight, store } = this.#ports.kernel;
    this.#window.reset(inflight.isAwaited());
    for (;;) {
      this.#window.listen();
      const receiving = store.untilStored(() => queue.receive(batchSize - messages.length));
      const received = await this.#matching(queue, await inflight.track(receiving));
      if (received.length > 0) this.#window.start();
      messages.push(...received);
      if (messages.length === 0 || messages.length >= batchSize || this.#stopped) return messages;
      if (this.#window.isOver) return messages;
      if (received.length === 0) await inflight.track(this.#window.wait());
    }
  }

  /** Deletes the messages that no filter matches, as Lambda does; returns the others. */
  async #matching(queue: Queue, messages: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const { region } = this.#ports.kernel.home;
    const { yes = [], no = [] } = Object.groupBy(messages, (message) =>
      this.#matches(() => messageText(sqsRecord(message, this.#mapping.queueArn, region))) ? 'yes' : 'no',
    );
    const { inflight, store } = this.#ports.kernel;
    if (no.length > 0) await inflight.track(store.untilStored(() => queue.remove(no)));
    return yes;
  }

  #begin(resolved: Resolved, queue: Queue, messages: readonly ReceivedMessage[]): void {
    const batch = this.#ports.kernel.inflight
      .track(this.#process(resolved, queue, messages))
      .catch((error) => {
        this.#problem(error, 'An event source mapping could not process a batch; its messages become visible again.');
        this.#pause();
      })
      .finally(() => {
        this.#batches.delete(batch);
        this.#wake();
      });
    this.#batches.add(batch);
  }

  async #process(resolved: Resolved, queue: Queue, messages: readonly ReceivedMessage[]): Promise<void> {
    const { kernel, invoker } = this.#ports;
    const accepted = await this.#withoutLoops(resolved, queue, messages);
    const arn = functionArn(kernel.home, resolved.function.name);
    for (const event of sqsEvents(accepted, this.#mapping.queueArn, kernel.home.region)) {
      const traceHeader = longestChain(event.messages.map(traceHeaderOf), arn);
      const invocation = { requestId: kernel.ids.uuid(), payload: event.payload, traceHeader };
      const result = await kernel.store.untilStored(() => invoker.invoke(resolved, invocation));
      const done = result.failed ? [] : this.#succeeded(result.payload, event.messages);
      this.lastResult = result.failed ? 'PROBLEM: Function call failed' : 'OK';
      if (done.length > 0) await kernel.store.untilStored(() => queue.remove(done));
    }
  }

  /**
   * Removes the messages of a recursive loop from the batch. As on AWS they go to the queue's dead-letter queue, or are
   * deleted if it has none. In this runtime the queue's redrive policy moves them, after maxReceiveCount receives.
   */
  async #withoutLoops(
    resolved: Resolved,
    queue: Queue,
    messages: readonly ReceivedMessage[],
  ): Promise<readonly ReceivedMessage[]> {
    const { kernel, invoker } = this.#ports;
    const { looping = [], others = [] } = Object.groupBy(messages, (message) =>
      invoker.isLoop(resolved.function, traceHeaderOf(message)) ? 'looping' : 'others',
    );
    if (looping.length === 0) return messages;
    kernel.meter.add('lambda', 'recursive invocations dropped', looping.length);
    const hasDeadLetterQueue = await queue.hasDeadLetterQueue();
    const what = hasDeadLetterQueue ? "They go to the queue's dead-letter queue." : 'They are deleted.';
    kernel.log.warn(`Messages were not sent to a function, as on AWS: the function invokes itself in a loop. ${what}`, {
      queue: this.#mapping.queueArn,
      function: this.#mapping.functionName,
      messages: looping.length,
    });
    if (!hasDeadLetterQueue) await kernel.store.untilStored(() => queue.remove(looping));
    return others;
  }

  #succeeded(payload: string, messages: readonly ReceivedMessage[]): readonly ReceivedMessage[] {
    if (!this.#mapping.reportsItemFailures) return messages;
    const failed = failedItems(payload, new Set(messages.map(({ MessageId }) => MessageId)));
    return failed === 'all' ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId));
  }

  #problem(error: unknown, message: string): void {
    const code = errorCodeOf(error);
    this.lastResult = `PROBLEM: ${code}`;
    const { queueArn, functionName } = this.#mapping;
    this.#ports.kernel.log.warn(message, { queue: queueArn, function: functionName, error: code });
  }

  #pause(): void {
    if (this.#stopped || this.#backoff) return;
    this.#backoff = setTimeout(() => {
      this.#backoff = undefined;
      this.#wake();
    }, this.#backoffMs).unref();
    this.#backoffMs = Math.min(this.#backoffMs * 2, MAX_BACKOFF_MS);
  }
}
