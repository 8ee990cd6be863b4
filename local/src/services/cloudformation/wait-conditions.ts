import type { Kernel } from '../../core/kernel.ts';
import type { WireResponse } from '../../core/service.ts';
import { addressOf, secretIn } from './address.ts';
import type { Outcome, WaitInput } from './operations.ts';
import { outcomeOf, readSignal } from './signal.ts';
import { type Handle, SignalTable } from './signal-table.ts';

const SECRET_BYTES = 32;
/** A handle that has this many signals refuses more. */
const MAX_SIGNALS = 10_000;

/** Handles, the signals to them, and the waits for signals. A signal is stored before it is acknowledged. */
export class WaitConditions {
  readonly #kernel: Kernel;
  readonly #table: SignalTable;
  /** Functions that are called after a signal, by the handle's id. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#table = new SignalTable(kernel.store);
  }

  /** Creates a handle, or returns the one with this name, which a start before the last crash has created. */
  async putHandle(name: string): Promise<{ readonly Id: string; readonly Url: string }> {
    const { ids, store } = this.#kernel;
    const handle = await store.write(() => {
      const existing = this.#table.withName(name);
      if (existing) return existing;
      const secret = Buffer.from(ids.secret(SECRET_BYTES), 'base64').toString('base64url');
      const made = { id: ids.uuid(), name, secret };
      this.#table.add(made);
      return made;
    });
    return { Id: handle.id, Url: addressOf(this.#kernel.endpoint(), handle.secret) };
  }

  async deleteHandle(name: string): Promise<void> {
    await this.#kernel.store.write(() => {
      const handle = this.#table.withName(name);
      if (handle) this.#table.remove(handle);
    });
  }

  /**
   * Waits until the handle has `Count` signals of success or one of failure, at most `TimeoutSeconds` of wall-clock time.
   * Signals from before the call count. A wait that fails discards the signals, so that the next start waits again.
   */
  async wait({ Handle: url, Count, TimeoutSeconds, LogicalId }: WaitInput): Promise<Outcome> {
    const handle = this.#table.withSecret(secretIn(url) ?? '');
    if (!handle) return { failure: 'Handle is not the URL of a wait condition handle' };
    const ended = Promise.withResolvers<Outcome>();
    const check = (): void => {
      const outcome = outcomeOf(this.#table.signals(handle), Count);
      if (outcome) ended.resolve(outcome);
    };
    const limit = setTimeout(() => {
      const received = this.#table.signals(handle).length;
      ended.resolve({ failure: `WaitCondition timed out. Received ${received} conditions when expecting ${Count}` });
    }, TimeoutSeconds * 1000);
    const forget = this.#onSignal(handle, check);
    this.#kernel.log.info('The deployment waits for signals.', {
      resource: LogicalId,
      url,
      count: Count,
      timeoutSeconds: TimeoutSeconds,
    });
    check();
    try {
      const outcome = await ended.promise;
      if ('failure' in outcome) await this.#kernel.store.write(() => this.#table.removeSignals(handle));
      return outcome;
    } finally {
      clearTimeout(limit);
      forget();
    }
  }

  /** Receives a signal; `path` is that of its address. */
  async receive(path: string, body: Buffer): Promise<WireResponse> {
    const handle = this.#table.withSecret(secretIn(path) ?? '');
    if (!handle) return refused(403, 'Access Denied');
    const signal = readSignal(body);
    if ('problem' in signal) return refused(400, signal.problem);
    if (this.#table.signals(handle).length >= MAX_SIGNALS) return refused(400, 'The handle has too many signals.');
    await this.#kernel.store.write(() => this.#table.addSignal(handle, signal));
    for (const check of this.#waiting.get(handle.id) ?? []) check();
    return { status: 200, headers: {}, body: '' };
  }

  #onSignal({ id }: Handle, check: () => void): () => void {
    const checks = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, checks.add(check));
    return () => {
      checks.delete(check);
      if (checks.size === 0) this.#waiting.delete(id);
    };
  }
}

const refused = (status: number, message: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body: `${message}\n`,
});
