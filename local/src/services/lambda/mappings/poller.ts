import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { ReceivedMessage } from '../../sqs/operations.ts';
import type { Functions, Resolved } from '../functions/functions.ts';
import type { Invoker } from '../invocations/invoker.ts';
import { failedItems } from './batch-response.ts';
import type { Mapping } from './mapping.ts';
import { openQueue, type Queue } from './queue.ts';
import type { QueueSignals } from './queue-signals.ts';
import { sqsEvents } from './sqs-event.ts';

/** Should a signal ever be missing, messages wait no longer than this. Real time, as all here. */
const SAFETY_POLL_MS = 20_000;
const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 60_000;
/** AWS begins with five batches at a time. */
const DEFAULT_CONCURRENCY = 5;

export interface PollerPorts {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly invoker: Invoker;
  readonly signals: QueueSignals;
}

/**
 * Takes messages from a queue to a function. Receives when the queue signals, as long as there are messages and fewer
 * batches in hand than allowed. Deletes what the function has done; what it has not becomes visible again by itself.
 * What fails for another reason than the function (no permission, no room, no such queue) is tried again after 1 s,
 * doubled up to 60 s.
 */
export class Poller {
  readonly #ports: PollerPorts;
  readonly #mapping: Mapping;
  readonly #batches = new Set<Promise<void>>();
  /** Cleared in the same step as the decision to receive no more, so that no signal falls in between. */
  #isReceiving = false;
  #receiving: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | undefined;
  #safety: NodeJS.Timeout | undefined;
  #backoff: NodeJS.Timeout | undefined;
  #backoffMs = FIRST_BACKOFF_MS;
  #signalled = false;
  #wakeUp: () => void = () => {};
  #stopped = false;
  /** As GetEventSourceMapping shows it. */
  lastResult = 'No records processed';

  constructor(ports: PollerPorts, mapping: Mapping) {
    this.#ports = ports;
    this.#mapping = mapping;
  }

  start(): void {
    this.#unsubscribe = this.#ports.signals.onMessage(this.#mapping.queueArn, () => this.#wake());
    this.#safety = setInterval(() => this.#wake(), SAFETY_POLL_MS).unref();
    this.#wake();
  }

  /** Receives no more; resolves when the batches in hand are done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    clearInterval(this.#safety);
    clearTimeout(this.#backoff);
    this.#wakeUp();
    await this.#receiving;
    await Promise.all(this.#batches);
  }

  #wake(): void {
    this.#signalled = true;
    this.#wakeUp();
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
        else if (!this.#signalled) return;
      }
    } catch (error) {
      this.#problem(error, 'A queue cannot be read for a function.');
      this.#pause();
    } finally {
      this.#isReceiving = false;
    }
  }

  #resolve(): Resolved {
    return this.#ports.functions.resolve(this.#mapping.functionName, this.#mapping.qualifier);
  }

  /** A full batch, or what there is: at once, or by the end of the batching window when there is one. */
  async #gather(queue: Queue): Promise<readonly ReceivedMessage[]> {
    const { batchSize, batchingWindowSeconds } = this.#mapping;
    const messages: ReceivedMessage[] = [];
    let endsMs = Number.POSITIVE_INFINITY;
    for (;;) {
      this.#signalled = false;
      const received = await this.#ports.kernel.inflight.track(queue.receive(batchSize - messages.length));
      if (messages.length === 0 && received.length > 0) endsMs = performance.now() + batchingWindowSeconds * 1000;
      messages.push(...received);
      if (messages.length === 0 || messages.length >= batchSize || this.#stopped) return messages;
      const leftMs = endsMs - performance.now();
      if (leftMs <= 0) return messages;
      if (received.length === 0 && !this.#signalled) await this.#signalWithin(leftMs);
    }
  }

  #signalWithin(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #begin(resolved: Resolved, queue: Queue, messages: readonly ReceivedMessage[]): void {
    const batch = this.#ports.kernel.inflight
      .track(this.#process(resolved, queue, messages))
      .catch((error) => {
        this.#problem(error, 'A batch of messages could not be processed.');
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
    for (const event of sqsEvents(messages, this.#mapping.queueArn, kernel.home.region)) {
      const result = await invoker.invoke(resolved, { requestId: kernel.ids.uuid(), payload: event.payload });
      const done = result.failed ? [] : this.#succeeded(result.payload, event.messages);
      this.lastResult = result.failed ? 'PROBLEM: Function call failed' : 'OK';
      if (done.length > 0) await queue.remove(done);
    }
  }

  #succeeded(payload: string, messages: readonly ReceivedMessage[]): readonly ReceivedMessage[] {
    if (!this.#mapping.reportsItemFailures) return messages;
    const failed = failedItems(payload, new Set(messages.map(({ MessageId }) => MessageId)));
    return failed === 'all' ? [] : messages.filter(({ MessageId }) => !failed.has(MessageId));
  }

  #problem(error: unknown, message: string): void {
    const code = error instanceof AwsError ? error.code : error instanceof Error ? error.name : 'Error';
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
