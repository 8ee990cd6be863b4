import { availableParallelism } from 'node:os';
import type { InvokeMessage } from '../runtime/messages.ts';
import { Environment, type EnvironmentSpec, type InvocationOutcome } from './environment.ts';

/**
 * A function's idle environments are closed after this time; its last environment after LAST_IDLE_MS. Wall-clock time.
 */
const SPARE_IDLE_MS = 10_000;
const LAST_IDLE_MS = 300_000;
/**
 * Scale out: the pool starts another environment of a function if an invocation waits and every running invocation has
 * lasted at least this long. The time is doubled for each existing environment. An invocation that has run this long is
 * assumed to wait on I/O. Many short invocations need CPU, which another environment would not add.
 */
const SCALE_OUT_AFTER_MS = 200;
const MAX_SCALE_OUT_AFTER_MS = 800;
/** Maximum number of additional environments per function, whatever the backlog; more would only compete for CPU. */
const MAX_SPARES = 2 * availableParallelism();
/** Above this total number, a function without an environment replaces the environment that has been idle longest. */
const MAX_ENVIRONMENTS = 32;
const MAX_PER_FUNCTION = 10;

/** A function that the pool can run. */
export interface Target<O extends Output> {
  /** Identifies code and configuration. After a change, the function has a new key. */
  readonly key: string;
  /** Reserved concurrency; undefined if the function has none. */
  readonly concurrency: number | undefined;
  /** Returns the settings and the log output for a new environment. */
  prepare(): EnvironmentSetup<O>;
}

export interface EnvironmentSetup<O extends Output> {
  readonly spec: EnvironmentSpec;
  readonly output: O;
  /** Called when the environment has ended. */
  closed(): void;
}

/** Receives the log text of an environment. */
export interface Output {
  write(text: string): void;
}

export interface RunResult {
  readonly outcome: InvocationOutcome;
  /** Time to load the handler; set only for a cold start. */
  readonly initMs: number | undefined;
}

interface QueuedInvocation<O extends Output> {
  readonly invocation: InvokeMessage;
  readonly started: (output: O) => void;
  readonly resolve: (run: RunResult) => void;
}

interface PooledEnvironment<O extends Output> {
  readonly environment: Environment;
  readonly setup: EnvironmentSetup<O>;
  idle: NodeJS.Timeout | undefined;
  busy: boolean;
  idleSince: number;
}

interface FunctionPool<O extends Output> {
  target: Target<O>;
  readonly environments: Set<PooledEnvironment<O>>;
  readonly queue: QueuedInvocation<O>[];
  scaleOutTimer: NodeJS.Timeout | undefined;
  retired: boolean;
}

/**
 * The execution environments of all functions. The most recently used idle environment is reused first. The pool scales
 * out only if waiting costs more time than a cold start, so that the memory follows the load.
 */
export class Pool<O extends Output> {
  readonly #functionPools = new Map<string, FunctionPool<O>>();
  readonly #environments = new Set<PooledEnvironment<O>>();
  readonly #closing = new Set<Promise<void>>();
  #isClosed = false;

  /**
   * Runs one invocation as soon as an environment is free. Before the run it calls `started` with the environment's
   * output. Never rejects.
   */
  run(target: Target<O>, invocation: InvokeMessage, started: (output: O) => void): Promise<RunResult> {
    return new Promise((resolve) => {
      const functionPool = this.#poolOf(target);
      functionPool.queue.push({ invocation, started, resolve });
      this.#dispatch(functionPool);
    });
  }

  /** Starts an environment for a function that has none, so that its next invocation is not a cold start. */
  warm(target: Target<O>): void {
    if (this.#isClosed) return;
    const functionPool = this.#poolOf(target);
    if (functionPool.environments.size > 0 || this.#environments.size >= MAX_ENVIRONMENTS) return;
    const pooled = this.#start(functionPool);
    pooled.idleSince = performance.now();
    this.#expire(functionPool, pooled, LAST_IDLE_MS);
  }

  /** Ends the environments of a changed or deleted function: idle ones now, busy ones after their invocation. */
  retire(key: string): void {
    const functionPool = this.#functionPools.get(key);
    if (!functionPool) return;
    functionPool.retired = true;
    this.#functionPools.delete(key);
    if (functionPool.queue.length === 0)
      for (const pooled of functionPool.environments) if (!pooled.busy) void pooled.environment.close();
  }

  /** Number of environments, idle or busy. */
  size(): number {
    return this.#environments.size;
  }

  /**
   * Ends all environments. Running invocations never settle, as if the process had been killed: a caller that repeats
   * unfinished work after a restart must not count this as a failure of the function.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const functionPool of this.#functionPools.values()) clearTimeout(functionPool.scaleOutTimer);
    for (const pooled of this.#environments) void pooled.environment.close();
    await Promise.all(this.#closing);
  }

  #poolOf(target: Target<O>): FunctionPool<O> {
    const known = this.#functionPools.get(target.key);
    if (known) {
      known.target = target;
      return known;
    }
    const made: FunctionPool<O> = {
      target,
      environments: new Set(),
      queue: [],
      scaleOutTimer: undefined,
      retired: false,
    };
    this.#functionPools.set(target.key, made);
    return made;
  }

  #dispatch(functionPool: FunctionPool<O>): void {
    while (functionPool.queue.length > 0) {
      const pooled = this.#free(functionPool);
      if (!pooled) return;
      const work = functionPool.queue.shift();
      if (work) this.#work(functionPool, pooled, work);
    }
  }

  #free(functionPool: FunctionPool<O>): PooledEnvironment<O> | undefined {
    const free = [...functionPool.environments].filter((pooled) => !pooled.busy);
    if (free.length > 0) return free.reduce((best, pooled) => (pooled.idleSince > best.idleSince ? pooled : best));
    if (functionPool.environments.size === 0) return this.#start(functionPool);
    this.#scheduleScaleOut(functionPool);
    return undefined;
  }

  #scheduleScaleOut(functionPool: FunctionPool<O>): void {
    const first = functionPool.queue[0];
    if (!first || functionPool.scaleOutTimer || functionPool.environments.size >= this.#limitOf(functionPool)) return;
    const busyMs = Math.min(SCALE_OUT_AFTER_MS * 2 ** (functionPool.environments.size - 1), MAX_SCALE_OUT_AFTER_MS);
    functionPool.scaleOutTimer = setTimeout(() => {
      functionPool.scaleOutTimer = undefined;
      this.#scaleOutIfBusy(functionPool, busyMs);
      this.#scheduleScaleOut(functionPool);
    }, SCALE_OUT_AFTER_MS);
  }

  #scaleOutIfBusy(functionPool: FunctionPool<O>, busyMs: number): void {
    const now = performance.now();
    const busySince = Math.max(
      ...[...functionPool.environments].map(({ environment }) => environment.busySinceMs ?? now),
    );
    if (now - busySince >= busyMs && this.#mayScaleOut()) this.#startFor(functionPool);
  }

  #startFor(functionPool: FunctionPool<O>): void {
    const work = functionPool.queue.shift();
    if (work) this.#work(functionPool, this.#start(functionPool), work);
  }

  #limitOf({ target }: FunctionPool<O>): number {
    return Math.max(1, Math.min(target.concurrency ?? MAX_PER_FUNCTION, MAX_PER_FUNCTION));
  }

  #mayScaleOut(): boolean {
    const first = [...this.#functionPools.values()].filter(({ environments }) => environments.size > 0).length;
    return this.#environments.size - first < MAX_SPARES;
  }

  #makeRoom(): void {
    const idle = [...this.#environments].filter((pooled) => !pooled.busy);
    if (this.#environments.size < MAX_ENVIRONMENTS || idle.length === 0) return;
    void idle.reduce((oldest, pooled) => (pooled.idleSince < oldest.idleSince ? pooled : oldest)).environment.close();
  }

  #start(functionPool: FunctionPool<O>): PooledEnvironment<O> {
    this.#makeRoom();
    const setup = functionPool.target.prepare();
    const environment = new Environment(setup.spec, {
      log: (text) => setup.output.write(text),
      closed: () => this.#closed(functionPool, pooled),
    });
    const pooled: PooledEnvironment<O> = { environment, setup, idle: undefined, busy: false, idleSince: 0 };
    functionPool.environments.add(pooled);
    this.#environments.add(pooled);
    return pooled;
  }

  #work(functionPool: FunctionPool<O>, pooled: PooledEnvironment<O>, work: QueuedInvocation<O>): void {
    clearTimeout(pooled.idle);
    pooled.busy = true;
    const cold = pooled.environment.initMs === undefined;
    work.started(pooled.setup.output);
    void pooled.environment.invoke(work.invocation).then((outcome) => {
      if (this.#isClosed) return;
      work.resolve({ outcome, initMs: cold ? pooled.environment.initMs : undefined });
      this.#release(functionPool, pooled);
    });
  }

  #release(functionPool: FunctionPool<O>, pooled: PooledEnvironment<O>): void {
    pooled.busy = false;
    pooled.idleSince = performance.now();
    this.#dispatch(functionPool);
    if (pooled.busy || !functionPool.environments.has(pooled)) return;
    if (functionPool.retired) return void pooled.environment.close();
    this.#expire(functionPool, pooled, SPARE_IDLE_MS);
  }

  #expire(functionPool: FunctionPool<O>, pooled: PooledEnvironment<O>, ms: number): void {
    pooled.idle = setTimeout(() => {
      const idleMs = performance.now() - pooled.idleSince;
      if (functionPool.environments.size > 1 || idleMs >= LAST_IDLE_MS) void pooled.environment.close();
      else this.#expire(functionPool, pooled, LAST_IDLE_MS - idleMs);
    }, ms).unref();
  }

  #closed(functionPool: FunctionPool<O>, pooled: PooledEnvironment<O>): void {
    clearTimeout(pooled.idle);
    if (!functionPool.environments.delete(pooled)) return;
    this.#environments.delete(pooled);
    pooled.setup.closed();
    const closing = pooled.environment.close();
    this.#closing.add(closing);
    void closing.then(() => this.#closing.delete(closing));
    if (functionPool.environments.size === 0 && functionPool.queue.length === 0) this.#forget(functionPool);
  }

  #forget(functionPool: FunctionPool<O>): void {
    clearTimeout(functionPool.scaleOutTimer);
    functionPool.scaleOutTimer = undefined;
    if (this.#functionPools.get(functionPool.target.key) === functionPool)
      this.#functionPools.delete(functionPool.target.key);
  }
}
