/** Number of executions in progress from which there is a rush. */
const LEAST = 8;
/** Time from the begin of a rush in which consumers with a batching window give way. Wall-clock time. */
const PRECEDENCE_MS = 5_000;

/**
 * A rush: many executions are in progress. They go first, because somebody waits for their outcome, and consumers with a
 * batching window give way; in a rush that lasts they do so only at its begin, so that they never fall behind.
 */
export class Rush {
  readonly #precedenceMs: number;
  #endsMs = 0;
  #isOn = false;
  readonly #onEnd = new Set<() => void>();

  constructor(precedenceMs = PRECEDENCE_MS) {
    this.#precedenceMs = precedenceMs;
  }

  /** Must be called when the number of executions in progress has changed. */
  count(executions: number): void {
    const isOn = executions >= LEAST;
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (isOn) this.#endsMs = performance.now() + this.#precedenceMs;
    else for (const ended of this.#onEnd) ended();
  }

  /** Until when a consumer gives way, on the scale of `performance.now()`; a time in the past without a rush. */
  get precedenceEndsMs(): number {
    return this.#isOn ? this.#endsMs : 0;
  }

  /** Calls `ended` at the end of each rush. Returns a function that ends the calls. */
  onEnd(ended: () => void): () => void {
    this.#onEnd.add(ended);
    return () => this.#onEnd.delete(ended);
  }
}
