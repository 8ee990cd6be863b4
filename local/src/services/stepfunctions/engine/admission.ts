import { Fifo } from '../../../core/delivery/fifo.ts';
import type { Rush } from '../../../core/polling/rush.ts';

/**
 * Maximum number of executions that progress at the same time. A higher limit would not end them sooner, because their
 * functions share the processors, and each execution in progress needs memory.
 */
const AT_ONCE = 48;
/** An execution without a step for this long is assumed to wait on I/O and no longer counts. Wall-clock time. */
const LASTING_MS = 1_000;

/**
 * Admits executions in the order of their arrival. If very many start together, the first ones then end early instead
 * of all at the end. An execution counts from its admission until it waits for an answer or a timer, has ended, or has
 * had no step for a second.
 */
export class Admission {
  readonly #progressing = new Map<number, NodeJS.Timeout>();
  readonly #waiting = new Fifo<() => void>();
  readonly #rush: Rush;
  #closed = false;

  constructor(rush: Rush) {
    this.#rush = rush;
  }

  /** Resolves when the execution may begin. */
  async admit(id: number): Promise<void> {
    if (this.#isFull() || this.#waiting.size() > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.progresses(id);
  }

  /** Must be called at each step of an execution. */
  progresses(id: number): void {
    const known = this.#progressing.get(id);
    if (known) known.refresh();
    else if (!this.#closed) this.#progressing.set(id, setTimeout(() => this.rests(id), LASTING_MS).unref());
    this.#rush.count(this.#progressing.size);
  }

  /** Must be called when an execution has no work in progress; admits the next one. */
  rests(id: number): void {
    clearTimeout(this.#progressing.get(id));
    this.#progressing.delete(id);
    this.#rush.count(this.#progressing.size);
    if (!this.#isFull()) this.#waiting.shift()?.();
  }

  /** Admits all waiting executions immediately. The engine calls it when it stops; no further execution starts then. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#progressing.values()) clearTimeout(timer);
    this.#progressing.clear();
    this.#rush.count(0);
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) next();
  }

  #isFull(): boolean {
    return !this.#closed && this.#progressing.size >= AT_ONCE;
  }
}
