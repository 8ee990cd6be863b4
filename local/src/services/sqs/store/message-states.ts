import type { Clock } from '../../../core/clock/clock.ts';
import type { Timers } from '../../../core/clock/timers.ts';
import type { Store } from '../../../core/store/store.ts';
import { readReceipt } from '../messages/receipt.ts';
import { TIMER_OWNER } from './former-tables.ts';
import { type Content, type Message, MessageTable } from './message-table.ts';
import type { Queue } from './queue-table.ts';
import { STATE, type State } from './tables.ts';

/** Number of messages of a queue, by visibility. */
export interface Depth {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * The messages of queues and their states. Delays and visibility timeouts end by the runtime's clock. A group of a FIFO
 * queue is locked while one of its messages is in flight. All methods must be called inside `store.write`, and `expire`
 * must be called first.
 */
export class MessageStates {
  readonly table: MessageTable;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #timers: Timers;
  /** Queues in which a message has become ready since `takeReadied`. */
  #readied = new Set<string>();

  constructor({ store, clock, timers }: Parts) {
    this.table = new MessageTable(store);
    this.#store = store;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** The names of the queues in which a message has become ready since the last call. */
  takeReadied(): ReadonlySet<string> {
    const readied = this.#readied;
    this.#readied = new Set();
    return readied;
  }

  /** Removes messages that are older than the retention period; ends delays and visibility timeouts that are over. */
  expire(queue: Queue): void {
    const nowMs = this.#clock.now();
    const oldestMs = nowMs - Number(queue.attributes.MessageRetentionPeriod) * 1000;
    if (!this.table.hasExpired(queue.id, oldestMs, nowMs)) return;
    const emptied = this.table.removeOlder(queue.id, oldestMs);
    const { changed, groups } = this.table.end(queue.id, nowMs, queue.isFifo ? STATE.waiting : STATE.ready);
    if (!queue.isFifo && changed > 0) this.#readied.add(queue.name);
    if (queue.isFifo) for (const group of new Set([...emptied, ...groups])) this.#openGroup(queue, group);
  }

  /** Adds a message. With a delay it becomes visible later. */
  add(queue: Queue, content: Content, delayMs: number): void {
    const visibleMs = delayMs > 0 ? this.#clock.now() + delayMs : null;
    const state = delayMs > 0 ? STATE.delayed : this.#firstState(queue, content);
    this.table.add(queue.id, content, state, visibleMs);
    if (visibleMs !== null) this.#watch(queue, visibleMs);
    if (state === STATE.ready) this.#readied.add(queue.name);
  }

  /** Stores that a ready or waiting message was received. With a timeout of 0 ms the message stays visible. */
  receive(queue: Queue, message: Message, timeoutMs: number, receipt: string): Message {
    const receivedMs = this.#clock.now();
    const visibleMs = timeoutMs > 0 ? receivedMs + timeoutMs : null;
    const state = timeoutMs > 0 ? STATE.inFlight : message.state;
    this.table.receive(message.position, { state, visibleMs, receipt, receivedMs });
    if (visibleMs !== null) this.#watch(queue, visibleMs);
    const receiveCount = message.receiveCount + 1;
    const firstReceivedMs = message.firstReceivedMs ?? receivedMs;
    return { ...message, state, visibleMs, receipt, receivedMs, receiveCount, firstReceivedMs };
  }

  /**
   * Starts the visibility timeout of a message in flight again, with another length. 0 ms makes the message visible.
   */
  setTimeout(queue: Queue, message: Message, timeoutMs: number): void {
    if (timeoutMs === 0) this.#show(queue, message);
    else this.#hide(queue, message, this.#clock.now() + timeoutMs);
  }

  /**
   * Undoes the receives whose receiver was a part of the process that has crashed: their messages become visible, and the
   * receives are not counted.
   */
  undoForgotten(queue: Queue): void {
    for (const message of this.table.inFlight(queue.id)) {
      const receipt = readReceipt(message.receipt ?? '');
      if (receipt === undefined || receipt === 'former' || !receipt.isForgottenAtExit) continue;
      this.table.uncountReceive(message.position);
      this.#show(queue, message);
    }
    this.watchNext(queue);
  }

  remove(queue: Queue, { position, groupId }: Message): void {
    this.table.remove(position);
    if (queue.isFifo && groupId !== null) this.#openGroup(queue, groupId);
  }

  /**
   * Applies a new delay to the delayed messages of a FIFO queue, as AWS does. Call it for FIFO queues only: the delayed
   * messages of a standard queue keep their delay.
   */
  redelay(queue: Queue, delayMs: number): void {
    this.table.redelay(queue.id, delayMs);
    this.watchNext(queue);
    this.expire(queue);
  }

  depth({ id }: Queue): Depth {
    const counts = this.table.counts(id);
    return {
      visible: counts[STATE.ready] + counts[STATE.waiting],
      delayed: counts[STATE.delayed],
      inFlight: counts[STATE.inFlight],
    };
  }

  /** Sets the queue's timer for the next end of a delay or visibility timeout. */
  watchNext({ id }: Queue): void {
    const dueMs = this.table.nextEndMs(id);
    this.#store.prepare('UPDATE sqs_queues SET due_ms = ? WHERE id = ?').run(dueMs ?? null, id);
    if (dueMs === undefined) this.#timers.clear(TIMER_OWNER, String(id));
    else this.#timers.set(TIMER_OWNER, String(id), dueMs);
  }

  clear(queue: Queue): void {
    this.table.clear(queue.id);
    this.watchNext(queue);
  }

  #firstState(queue: Queue, { groupId }: Content): State {
    const isFirst = !queue.isFifo || groupId === null || !this.table.hasGroup(queue.id, groupId);
    return isFirst ? STATE.ready : STATE.waiting;
  }

  #show(queue: Queue, { position, groupId }: Pick<Message, 'position' | 'groupId'>): void {
    this.table.setState(position, queue.isFifo ? STATE.waiting : STATE.ready, null);
    if (queue.isFifo && groupId !== null) this.#openGroup(queue, groupId);
    else this.#readied.add(queue.name);
  }

  #hide(queue: Queue, { position }: Message, visibleMs: number): void {
    this.table.setState(position, STATE.inFlight, visibleMs);
    this.#watch(queue, visibleMs);
  }

  #openGroup(queue: Queue, group: string): void {
    if (this.table.openGroup(queue.id, group)) this.#readied.add(queue.name);
  }

  /** Ensures that the queue's timer fires at `dueMs` or earlier. */
  #watch({ id }: Queue, dueMs: number): void {
    const sql = 'UPDATE sqs_queues SET due_ms = ?1 WHERE id = ?2 AND (due_ms IS NULL OR due_ms > ?1)';
    if (this.#store.prepare(sql).run(dueMs, id).changes > 0) this.#timers.set(TIMER_OWNER, String(id), dueMs);
  }
}
