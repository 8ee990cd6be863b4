import type { Kernel } from '../kernel.ts';
import type { Delivery, DeliveryOwner, NewDelivery } from './delivery.ts';
import { DeliveryTable, timersOf } from './delivery-table.ts';
import { FairQueue } from './fair-queue.ts';
import { afterFailure, type GiveUpReason, type Retry } from './retry-policy.ts';

/**
 * Delivers an owner's work at least once, also across restarts. The transaction that causes a delivery adds a row to
 * the owner's table. The transaction that stores the outcome of an attempt updates the row: a successful delivery is
 * removed, a failed one gets a durable timer for its retry, and a delivery that is given up is replaced by the
 * deliveries that the owner returns.
 *
 * The removal of a successful delivery waits up to 5 ms for another commit to join; a crash in that time repeats the
 * delivery. Deliveries begin when the timers start. After the timers stop, no attempt begins and no failure is stored;
 * the remaining deliveries continue at the next start.
 */
export class Deliveries<Facts> {
  readonly #kernel: Kernel;
  readonly #owner: DeliveryOwner<Facts>;
  readonly #table: DeliveryTable<Facts>;
  readonly #queue: FairQueue<Delivery<Facts>>;
  readonly #timerOwner: string;
  #stopped = false;
  /** Ids of finished deliveries that the next commit removes. */
  readonly #done = new Set<number>();
  #removal: Promise<void> | undefined;

  constructor(kernel: Kernel, owner: DeliveryOwner<Facts>) {
    this.#kernel = kernel;
    this.#owner = owner;
    this.#table = new DeliveryTable(kernel.store, owner.name);
    this.#queue = new FairQueue(owner.limits, {
      load: (id) => this.#table.find(id),
      perform: (delivery) => this.#attempt(delivery).catch((error: unknown) => this.#notStored(delivery, error)),
      track: (busy) => void kernel.inflight.track(busy),
    });
    this.#timerOwner = timersOf(owner.name);
    kernel.timers.handle(this.#timerOwner, ({ id }) => this.#due(Number(id)));
    kernel.timers.onStart(() => this.#resume());
    kernel.timers.onStop(() => void this.stop());
  }

  /**
   * Stores a delivery in the transaction that causes it. Call this method inside `store.write`, and call `begin` after
   * the commit.
   */
  add(made: NewDelivery<Facts>): Delivery<Facts> {
    return this.#table.add(made);
  }

  /** Begins deliveries that are committed, in the order of the list. */
  begin(deliveries: readonly Delivery<Facts>[]): void {
    for (const delivery of deliveries) this.#queue.add(delivery, delivery);
  }

  /** Number of deliveries that are queued or in flight. Deliveries that wait for a retry do not count. */
  pending(): number {
    return this.#queue.size();
  }

  /** Begins no more attempts; resolves when the attempts in flight have ended. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#queue.stop();
  }

  #resume(): void {
    for (const key of this.#table.untimed()) this.#queue.add(key);
  }

  #due(id: number): void {
    const delivery = this.#done.has(id) ? undefined : this.#table.find(id);
    if (delivery) this.#queue.add(delivery, delivery);
  }

  async #attempt(delivery: Delivery<Facts>): Promise<void> {
    let next: readonly NewDelivery<Facts>[];
    try {
      next = await this.#kernel.store.untilStored(async () => this.#owner.attempt(delivery));
    } catch (error) {
      return this.#failed(delivery, error);
    }
    if (next.length > 0) return this.#replace(delivery.id, () => next);
    this.#remove(delivery);
  }

  async #failed(delivery: Delivery<Facts>, error: unknown): Promise<void> {
    if (this.#stopped) return;
    const { clock, ids } = this.#kernel;
    const notBeforeMs = this.#owner.notBeforeMs?.(error) ?? 0;
    const work = { ...delivery, nowMs: clock.now(), random: ids.number(), notBeforeMs };
    const step = afterFailure(this.#owner.policyOf(delivery), this.#owner.kindOf(error, delivery), work);
    if (step.kind === 'give-up') return this.#giveUp(delivery, error, step.reason);
    this.#owner.postponed?.(delivery, error);
    return this.#postpone(delivery.id, step);
  }

  #giveUp(delivery: Delivery<Facts>, error: unknown, reason: GiveUpReason): Promise<void> {
    return this.#replace(delivery.id, () => this.#owner.givenUp(delivery, { error, reason }));
  }

  #postpone(id: number, retry: Retry): Promise<void> {
    const { store, timers } = this.#kernel;
    return store.writeWhenPossible(() => {
      this.#table.postpone(id, retry);
      timers.set(this.#timerOwner, String(id), retry.atMs);
    });
  }

  async #replace(id: number, next: () => readonly NewDelivery<Facts>[]): Promise<void> {
    const added = await this.#kernel.store.writeWhenPossible(() => {
      this.#table.remove(id);
      return next().map((made) => this.#table.add(made));
    });
    this.begin(added);
  }

  /** Removes a finished delivery. All deliveries that finish before the next commit are removed by one write. */
  #remove(delivery: Delivery<Facts>): void {
    this.#done.add(delivery.id);
    this.#removal ??= this.#removeDone().catch((error: unknown) => this.#notStored(delivery, error));
  }

  async #removeDone(): Promise<void> {
    const { store, inflight } = this.#kernel;
    const remove = () => {
      this.#removal = undefined;
      const ids = [...this.#done];
      for (const id of ids) this.#table.remove(id);
      return ids;
    };
    const removed = await store.writeSoon(remove).catch(() => inflight.track(store.writeWhenPossible(remove)));
    for (const id of removed) this.#done.delete(id);
  }

  /**
   * Logs that an outcome could not be stored. The row of the delivery is unchanged, so the next start attempts it
   * again.
   */
  #notStored(delivery: Delivery<Facts>, error: unknown): void {
    if (this.#stopped) return;
    const fields = { owner: this.#owner.name, target: delivery.target, error: String(error) };
    this.#kernel.log.error(
      'The outcome of a delivery could not be stored; it is attempted again at the next start.',
      fields,
    );
  }
}
