import { setTimeout as sleep } from 'node:timers/promises';

/** From its construction until `end`, Ctrl-C does not end the process; this object records it. */
export class Interrupt {
  #isPressed = false;
  #wake = new AbortController();
  readonly #onSignal = (): void => {
    this.#isPressed = true;
    this.#wake.abort();
  };

  constructor() {
    process.on('SIGINT', this.#onSignal);
  }

  end(): void {
    process.off('SIGINT', this.#onSignal);
  }

  /** Waits for `ms` milliseconds, or until Ctrl-C is pressed. */
  async within(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#wake.signal }).catch(() => {});
  }

  /** True if Ctrl-C was pressed since the last call. */
  taken(): boolean {
    const wasPressed = this.#isPressed;
    this.#isPressed = false;
    this.#wake = new AbortController();
    return wasPressed;
  }
}
