import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadMessage, WorkMessage } from './messages.ts';
import { threadSource } from './thread-source.ts';

/**
 * Heap limit of a thread, in MiB. Work that measures its own memory must stop far below this limit, because V8 ends the
 * whole process if a single allocation does not fit.
 */
const HEAP_MB = 512;
/** Maximum time to start a thread and to load the module of its work. Both run only code of the runtime. */
const START_LIMIT_MS = 60_000;
const THREAD_URL = new URL('./thread-main.ts', import.meta.url).href;

export type Outcome = ThreadAnswer | { readonly kind: 'timed-out' } | { readonly kind: 'out-of-memory' };

/** Work for a thread of its own. */
export interface IsolatedWork {
  /** A module that exports `perform(input)`. */
  readonly module: URL;
  /** Argument of `perform`; must be cloneable (structuredClone). */
  readonly input: unknown;
  /** Maximum duration of the work, in milliseconds. After this time the thread is terminated. */
  readonly limitMs: number;
}

/** A worker thread that performs one piece of work at a time. It is terminated if work exceeds its time or memory. */
export class IsolatedThread {
  readonly #worker: Worker;
  readonly #ended: () => void;
  #settle: ((outcome: Outcome) => void) | undefined;
  #limitMs = 0;
  #limit: NodeJS.Timeout | undefined;
  #isAlive = true;

  constructor(ended: () => void) {
    this.#ended = ended;
    this.#worker = new Worker(threadSource(THREAD_URL), {
      eval: true,
      name: 'isolated work',
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    this.#worker.on('message', (message: ThreadMessage) => this.#receive(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    this.#worker.on('exit', () => this.#exited());
  }

  /** Whether the thread can perform more work. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Never rejects. Must not be called while the thread performs other work or after it has ended. */
  perform({ module, input, limitMs }: IsolatedWork): Promise<Outcome> {
    return new Promise((settle) => {
      this.#settle = settle;
      this.#limitMs = limitMs;
      this.#worker.ref();
      this.#endAfter(START_LIMIT_MS);
      this.#worker.postMessage({ module: module.href, input } satisfies WorkMessage);
    });
  }

  close(): void {
    this.#isAlive = false;
    void this.#worker.terminate();
  }

  #receive(message: ThreadMessage): void {
    if (message.kind === 'begun') this.#endAfter(this.#limitMs);
    else this.#answer(message);
  }

  #endAfter(ms: number): void {
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => {
      this.close();
      this.#answer({ kind: 'timed-out' });
    }, ms);
  }

  #failed(error: NodeJS.ErrnoException): void {
    this.#isAlive = false;
    const isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#answer(isOutOfMemory ? { kind: 'out-of-memory' } : { kind: 'failed', reason: error.message });
  }

  #exited(): void {
    this.#isAlive = false;
    this.#answer({ kind: 'failed', reason: 'The thread ended before its work was done.' });
    this.#ended();
  }

  /** An idle thread does not keep the process running. */
  #answer(outcome: Outcome): void {
    clearTimeout(this.#limit);
    this.#worker.unref();
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(outcome);
  }
}
