/** Beyond this many waiting, work is kept as its id only and loaded when its turn comes. */
const MAX_LOADED = 1_000;

export interface WorkQueuePorts<T> {
  /** The work of an id; undefined when it is done already. */
  load(id: number): T | undefined;
  /** Must not reject. */
  perform(work: T): Promise<void>;
  /** Is given a promise that settles when the queue has run empty. */
  track(busy: Promise<void>): void;
}

/** Performs stored work in order of arrival, so much at once; the same id is never in hand twice. */
export class WorkQueue<T> {
  readonly #atOnce: number;
  readonly #ports: WorkQueuePorts<T>;
  /** Waiting, in order; undefined when it is to be loaded. */
  readonly #waiting = new Map<number, T | undefined>();
  readonly #active = new Set<number>();
  #stopped = false;
  #idle: (() => void)[] = [];

  constructor(atOnce: number, ports: WorkQueuePorts<T>) {
    this.#atOnce = atOnce;
    this.#ports = ports;
  }

  /** Queues work that is stored under `id`, unless it is queued or in hand. */
  add(id: number, work?: T): void {
    if (this.#stopped || this.#waiting.has(id) || this.#active.has(id)) return;
    if (this.size() === 0) this.#ports.track(new Promise((resolve) => this.#idle.push(resolve)));
    this.#waiting.set(id, this.#waiting.size < MAX_LOADED ? work : undefined);
    this.#pump();
  }

  size(): number {
    return this.#waiting.size + this.#active.size;
  }

  /** Forgets what waits and resolves when the work in hand is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    if (this.#active.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    for (const [id, loaded] of this.#waiting) {
      if (this.#active.size >= this.#atOnce) break;
      this.#waiting.delete(id);
      const work = loaded ?? this.#ports.load(id);
      if (work !== undefined) this.#perform(id, work);
    }
    if (this.size() === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #perform(id: number, work: T): void {
    this.#active.add(id);
    const done = () => {
      this.#active.delete(id);
      this.#pump();
    };
    void this.#ports.perform(work).then(done, done);
  }
}
