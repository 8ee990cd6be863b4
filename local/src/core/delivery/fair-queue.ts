import { Fifo } from './fifo.ts';

/**
 * Maximum number of waiting work items kept in memory. Above this number only the ids are kept, and each work item is
 * loaded when its turn comes.
 */
const MAX_LOADED = 1_000;

export interface WorkLimits {
  /** Maximum number of work items in flight. */
  readonly atOnce: number;
  /**
   * Maximum number of work items in flight for one target. Set it lower than `atOnce` if there are several targets, so
   * that a slow target does not block the others.
   */
  readonly perTarget: number;
}

/** Key of a stored work item. */
export interface WorkKey {
  readonly id: number;
  readonly target: string;
}

export interface FairQueuePorts<T> {
  /** Loads stored work; undefined if it is already done. */
  load(id: number): T | undefined;
  /** Must not reject. */
  perform(work: T): Promise<void>;
  /** Receives a promise that settles when the queue is empty. */
  track(busy: Promise<void>): void;
}

interface Waiting<T> {
  readonly id: number;
  readonly loaded: T | undefined;
}

/** The work for one target. */
interface TargetQueue<T> {
  readonly waiting: Fifo<Waiting<T>>;
  active: number;
}

/**
 * Performs stored work with limited concurrency. Targets take turns; the work of one target begins in the order in which
 * it was added. Two work items with the same id never run at the same time.
 */
export class FairQueue<T> {
  readonly #limits: WorkLimits;
  readonly #ports: FairQueuePorts<T>;
  readonly #queues = new Map<string, TargetQueue<T>>();
  /** Targets that have waiting work and are below `perTarget`, in the order of their turns. */
  readonly #turns = new Set<string>();
  /** Ids of work that waits or is in flight. */
  readonly #ids = new Set<number>();
  #active = 0;
  #stopped = false;
  #idle: (() => void)[] = [];

  constructor(limits: WorkLimits, ports: FairQueuePorts<T>) {
    this.#limits = limits;
    this.#ports = ports;
  }

  /** Queues the work with this id, unless the same id is already queued or in flight. */
  add({ id, target }: WorkKey, work?: T): void {
    if (this.#stopped || this.#ids.has(id)) return;
    if (this.size() === 0) this.#ports.track(this.#whenIdle());
    const queue = this.#queueOf(target);
    this.#ids.add(id);
    if (work !== undefined && this.#mayBegin(queue)) {
      this.#perform({ id, target }, queue, work);
      return;
    }
    queue.waiting.push({ id, loaded: this.size() - this.#active <= MAX_LOADED ? work : undefined });
    this.#giveTurn(target, queue);
    this.#pump();
  }

  /** Number of work items that wait or are in flight. */
  size(): number {
    return this.#ids.size;
  }

  /** Begins no more work; resolves when the work in flight has ended. Waiting work stays in the store. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#turns.clear();
    if (this.#active > 0) await this.#whenIdle();
  }

  #whenIdle(): Promise<void> {
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #queueOf(target: string): TargetQueue<T> {
    const known = this.#queues.get(target);
    if (known) return known;
    const made: TargetQueue<T> = { waiting: new Fifo(), active: 0 };
    this.#queues.set(target, made);
    return made;
  }

  /**
   * Whether new work for this target can begin immediately: both limits allow it, and no earlier work for the target
   * waits.
   */
  #mayBegin({ waiting, active }: TargetQueue<T>): boolean {
    return this.#active < this.#limits.atOnce && active < this.#limits.perTarget && waiting.size() === 0;
  }

  #giveTurn(target: string, { waiting, active }: TargetQueue<T>): void {
    if (waiting.size() === 0 && active === 0) this.#queues.delete(target);
    else if (waiting.size() > 0 && active < this.#limits.perTarget && !this.#stopped) this.#turns.add(target);
  }

  #pump(): void {
    for (const target of this.#turns) {
      if (this.#active >= this.#limits.atOnce) break;
      this.#turns.delete(target);
      this.#beginNext(target, this.#queueOf(target));
    }
    if (this.#active > 0 || this.#turns.size > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #beginNext(target: string, queue: TargetQueue<T>): void {
    const next = queue.waiting.shift();
    const work = next && (next.loaded ?? this.#ports.load(next.id));
    if (next && work === undefined) this.#ids.delete(next.id);
    if (next && work !== undefined) this.#perform({ id: next.id, target }, queue, work);
    this.#giveTurn(target, queue);
  }

  #perform({ id, target }: WorkKey, queue: TargetQueue<T>, work: T): void {
    this.#active += 1;
    queue.active += 1;
    const done = () => {
      this.#ids.delete(id);
      this.#active -= 1;
      queue.active -= 1;
      this.#giveTurn(target, queue);
      this.#pump();
    };
    void this.#ports.perform(work).then(done, done);
  }
}
