import type { Inflight } from '../clock/inflight.ts';

/** Reads a source until it is stopped. */
interface SourcePoller {
  /** Whether two pollers with the same id must not run at the same time. */
  readonly isOrdered: boolean;
  readonly lastResult: string;
  start(): void;
  /** Stops reading; resolves when the running batches have ended. */
  stop(): Promise<void>;
  /** Ends a running batching window. */
  hurry(): void;
}

/** The running pollers of a service, by id. */
export class Pollers {
  readonly #pollers = new Map<string, SourcePoller>();
  readonly #stopping = new Set<Promise<void>>();

  constructor(inflight: Inflight) {
    inflight.onAwaited(() => {
      for (const poller of this.#pollers.values()) poller.hurry();
    });
  }

  /** Result of the last batch of this poller; undefined if it does not run. */
  lastResult(id: string): string | undefined {
    return this.#pollers.get(id)?.lastResult;
  }

  /** Stops the poller with this id, and starts `next` if given. */
  replace(id: string, next?: SourcePoller): void {
    const stopping = this.#stop(id);
    if (!next) return;
    this.#pollers.set(id, next);
    if (!next.isOrdered) next.start();
    else
      void stopping.then(() => {
        if (this.#pollers.get(id) === next) next.start();
      });
  }

  /** Stops all pollers. Resolves when the running batches have ended. */
  async stop(): Promise<void> {
    for (const id of [...this.#pollers.keys()]) void this.#stop(id);
    await Promise.all(this.#stopping);
  }

  #stop(id: string): Promise<void> {
    const poller = this.#pollers.get(id);
    if (!poller) return Promise.resolve();
    this.#pollers.delete(id);
    const stopping = poller.stop();
    this.#stopping.add(stopping);
    void stopping.then(() => this.#stopping.delete(stopping));
    return stopping;
  }
}
