import { setTimeout as sleep } from 'node:timers/promises';

/** Ctrl-C as something to be asked about: from when it is made until `end` it does not end the process. */
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

  /** Waits so long, or until it is pressed. */
  async within(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#wake.signal }).catch(() => {});
  }

  /** True once for each time it was pressed. */
  taken(): boolean {
    const wasPressed = this.#isPressed;
    this.#isPressed = false;
    this.#wake = new AbortController();
    return wasPressed;
  }
}
