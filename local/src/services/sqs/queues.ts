import { arnOf } from '../../core/aws/arn.ts';
import type { Kernel } from '../../core/kernel.ts';
import { Arrivals } from './arrivals.ts';
import { asAwsError, missingParameter, queueDoesNotExist } from './errors.ts';
import { type HandledAction, handlers, type Message, newQueueStore, type Queue, type QueueStore } from './fauxqs.ts';
import { Journal } from './journal.ts';
import { deleteVisible } from './late-deletion.ts';

/** The queues of this runtime: fauxqs in memory; each change is stored before its call is answered. */
export class Queues {
  readonly arrivals: Arrivals;
  readonly #kernel: Kernel;
  readonly #store: QueueStore = newQueueStore();
  readonly #journal: Journal;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#journal = new Journal(kernel);
    this.arrivals = new Arrivals(this.#store, this.wallClockMs);
  }

  /** fauxqs uses the wall clock, not the runtime's clock. */
  wallClockMs = (): number => this.#kernel.clock.now() - this.#kernel.clock.offsetMs();

  start(): void {
    this.#journal.load(this.#store, this.urlOf, this.wallClockMs());
    this.arrivals.start();
  }

  all(): Iterable<Queue> {
    return this.#store.allQueues();
  }

  urlOf = (name: string): string => `${this.#kernel.endpoint()}/${this.#kernel.home.accountId}/${name}`;

  byArn(arn: string): Queue | undefined {
    return this.#store.getQueueByArn(arn);
  }

  byName(name: unknown): Queue | undefined {
    return typeof name === 'string' ? this.#store.getQueueByArn(arnOf(this.#kernel.home, 'sqs', name)) : undefined;
  }

  /** Throws QueueDoesNotExist, also for a queue of another account. */
  urlByName(name: unknown, owner: unknown = this.#kernel.home.accountId): string {
    const queue = owner === this.#kernel.home.accountId ? this.byName(name) : undefined;
    if (!queue) throw queueDoesNotExist();
    return queue.url;
  }

  /**
   * The queue of a URL. Only the last two path segments count, so URLs with another host or port work too. Throws
   * MissingParameter, QueueDoesNotExist.
   */
  require(url: unknown): Queue {
    if (typeof url !== 'string' || url === '') throw missingParameter('QueueUrl');
    const [account, name] = url.split('/').slice(-2);
    const queue = account === this.#kernel.home.accountId ? this.byName(name) : undefined;
    if (!queue) throw queueDoesNotExist();
    this.#dropOutdated(queue);
    return queue;
  }

  /** Runs an action of fauxqs on `queue`; resolves when its changes are on disk. Throws AwsError. */
  async perform(action: HandledAction, input: Record<string, unknown>, queue?: Queue): Promise<unknown> {
    const host = new URL(this.#kernel.endpoint()).host;
    const body = structuredClone(queue ? { ...input, QueueUrl: queue.url } : input);
    try {
      return await this.change(() => this.#handle(action, body, host, queue), queue);
    } catch (error) {
      throw asAwsError(error);
    }
  }

  #handle(action: HandledAction, body: Record<string, unknown>, host: string, queue: Queue | undefined): unknown {
    queue?.processTimers();
    for (const message of queue ? deleteVisible(queue, action, body) : []) this.deleteFromStore(message);
    return handlers[action](body, this.#store, { headers: { host } });
  }

  /**
   * Runs `work`, which must change queues synchronously; resolves when the changes are on disk and listeners have been
   * called.
   */
  async change<T>(work: () => T, queue?: Queue): Promise<Awaited<T>> {
    let answer: T | Promise<never>;
    try {
      answer = work();
    } catch (error) {
      answer = Promise.reject(error);
    }
    const settling = Promise.allSettled([answer]);
    const { written, queuesWithMessages, receiptHandles, dueMs } = this.#journal.takeChanges();
    for (const handle of receiptHandles) noteReceipt(queue, handle);
    await written;
    for (const name of queuesWithMessages) this.#notify(this.byName(name), dueMs);
    if (queue && !queuesWithMessages.has(queue.name)) this.#notify(queue, dueMs);
    const [settled] = await settling;
    if (settled.status === 'rejected') throw settled.reason;
    return settled.value;
  }

  /** Stores a queue's attributes and tags after a change that fauxqs did not report. Call it inside `change`. */
  storeQueue(queue: Queue): void {
    this.#journal.insertQueue(queue);
  }

  /** Deletes a message from the store. Call it inside `change`. */
  deleteFromStore(message: Message): void {
    this.#journal.deleteMessage(message.messageId);
  }

  #notify(queue: Queue | undefined, dueMs: number): void {
    if (queue) this.arrivals.changed(queue, dueMs);
  }

  /** Applies the queue's MessageRetentionPeriod; fauxqs keeps messages without limit. */
  #dropOutdated(queue: Queue): void {
    const oldestMs = this.wallClockMs() - Number(queue.attributes.MessageRetentionPeriod) * 1000;
    for (const messages of queue.isFifo() ? queue.fifoMessages.values() : [queue.messages])
      while (messages[0] && messages[0].sentTimestamp < oldestMs) {
        this.deleteFromStore(messages[0]);
        messages.shift();
      }
  }
}

/** Keeps the receipt handle on the message, because fauxqs drops it when the message becomes visible again. */
const noteReceipt = (queue: Queue | undefined, receiptHandle: string): void => {
  const found = queue?.inflightMessages.get(receiptHandle);
  if (found) found.message.receiptHandle = receiptHandle;
};
