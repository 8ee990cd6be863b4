import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Functions, Resolved } from '../functions/functions.ts';
import { type AsyncFacts, type AsyncOutcome, deliveriesOf } from './async-outcome.ts';
import { type Delivery, deliver } from './deliver.ts';
import type { InvocationResult, Invoker } from './invoker.ts';

const TIMER_OWNER = 'lambda.async';
/** After the first failure and after the second: three runs within three minutes and their own time. */
const RETRY_WAITS_MS = [60_000, 120_000];
/** A throttled invocation waits 1 s, doubled up to 5 minutes, and does not count as a run. */
const THROTTLE_WAIT_MS = 1_000;
const MAX_THROTTLE_WAIT_MS = 300_000;
const DELIVERY_RETRY_MS = 60_000;
const DEFAULT_MAX_AGE_SECONDS = 21_600;

interface Row {
  readonly id: string;
  readonly functionName: string;
  readonly qualifier: string | null;
  readonly requestId: string;
  readonly payload: string;
  readonly attempts: number;
  readonly throttles: number;
  readonly receivedMs: number;
  /** What is left to be delivered after the function has run for the last time, as JSON. */
  readonly deliveries: string | null;
}

/**
 * Asynchronous invocations: accepted when stored, then run, tried again, and their outcome delivered.
 * Waiting (has a timer) -> running (no due time) -> gone | waiting. What was running when the process died runs again.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncQueue {
  readonly #kernel: Kernel;
  readonly #functions: Functions;
  readonly #invoker: Invoker;
  #stopped = false;

  constructor(kernel: Kernel, functions: Functions, invoker: Invoker) {
    this.#kernel = kernel;
    this.#functions = functions;
    this.#invoker = invoker;
    kernel.store.define(`CREATE TABLE IF NOT EXISTS lambda_async (
      id TEXT PRIMARY KEY, function TEXT NOT NULL, qualifier TEXT, request_id TEXT NOT NULL, payload TEXT NOT NULL,
      attempts INTEGER NOT NULL, throttles INTEGER NOT NULL, received_ms INTEGER NOT NULL, due_ms INTEGER, deliveries TEXT
    ) WITHOUT ROWID`);
    kernel.timers.handle(TIMER_OWNER, ({ id }) => this.#due(id));
  }

  /** Runs what was running when the process ended. */
  start(): void {
    const rows = this.#kernel.store.prepare('SELECT id FROM lambda_async WHERE due_ms IS NULL').all();
    for (const { id } of rows) this.#begin(String(id));
  }

  /** What is still running is left for the next start. */
  stop(): void {
    this.#stopped = true;
  }

  /** Resolved when the invocation cannot be lost any more. `payload` is JSON text. */
  async accept({ function: found, qualifier }: Resolved, requestId: string, payload: string): Promise<void> {
    const { store, ids, clock } = this.#kernel;
    const id = ids.uuid();
    await store.write(() => {
      store
        .prepare(`INSERT INTO lambda_async (id, function, qualifier, request_id, payload, attempts, throttles, received_ms)
          VALUES (?, ?, ?, ?, ?, 0, 0, ?)`)
        .run(id, found.name, qualifier ?? null, requestId, payload, clock.now());
    });
    this.#begin(id);
  }

  async #due(id: string): Promise<void> {
    const { store, timers } = this.#kernel;
    await store.write(() => {
      store.prepare('UPDATE lambda_async SET due_ms = NULL WHERE id = ?').run(id);
      timers.clear(TIMER_OWNER, id);
    });
    this.#begin(id);
  }

  #begin(id: string): void {
    const row = this.#read(id);
    if (!row || this.#stopped) return;
    const work =
      row.deliveries === null ? this.#run(row) : this.#deliver(row, JSON.parse(row.deliveries) as Delivery[]);
    this.#kernel.inflight.track(work).catch((error) =>
      this.#kernel.log.error('An asynchronous invocation is stuck.', {
        function: row.functionName,
        error: codeOf(error),
      }),
    );
  }

  #read(id: string): Row | undefined {
    return this.#kernel.store
      .prepare(`SELECT id, function AS functionName, qualifier, request_id AS requestId, payload, attempts, throttles,
        received_ms AS receivedMs, deliveries FROM lambda_async WHERE id = ?`)
      .get(id) as unknown as Row | undefined;
  }

  async #run(row: Row): Promise<void> {
    const resolved = this.#resolve(row);
    if (!resolved) return this.#remove(row, 'The function of an asynchronous invocation is no more.');
    if (this.#ageMs(row) > this.#maxAgeMs(resolved))
      return this.#finish(row, resolved, { condition: 'EventAgeExceeded', payload: undefined });
    const result = await this.#invoke(row, resolved);
    if (this.#stopped) return;
    if (result === 'throttled') return this.#waitForRoom(row);
    const attempts = row.attempts + 1;
    if (!result.failed)
      return this.#finish({ ...row, attempts }, resolved, { condition: 'Success', payload: result.payload });
    const config = configOf(resolved);
    const waitMs = RETRY_WAITS_MS[row.attempts];
    if (waitMs !== undefined && row.attempts < (config?.maximumRetryAttempts ?? RETRY_WAITS_MS.length)) {
      const tooOld = this.#ageMs(row) + waitMs > this.#maxAgeMs(resolved);
      if (!tooOld) return this.#wait({ ...row, attempts }, waitMs);
      return this.#finish({ ...row, attempts }, resolved, { condition: 'EventAgeExceeded', payload: result.payload });
    }
    await this.#finish({ ...row, attempts }, resolved, { condition: 'RetriesExhausted', payload: result.payload });
  }

  async #invoke({ requestId, payload }: Row, resolved: Resolved): Promise<InvocationResult | 'throttled'> {
    try {
      return await this.#invoker.invokeLater(resolved, { requestId, payload });
    } catch (error) {
      if (error instanceof AwsError && error.code === 'TooManyRequestsException') return 'throttled';
      throw error;
    }
  }

  async #finish(row: Row, resolved: Resolved, outcome: AsyncOutcome): Promise<void> {
    const facts: AsyncFacts = {
      home: this.#kernel.home,
      functionName: row.functionName,
      qualifier: row.qualifier ?? undefined,
      version: resolved.version,
      config: configOf(resolved),
      requestId: row.requestId,
      requestPayload: row.payload,
      attempts: row.attempts,
      nowMs: this.#kernel.clock.now(),
    };
    const deliveries = deliveriesOf(facts, outcome);
    if (outcome.condition !== 'Success' && deliveries.length === 0)
      this.#kernel.log.warn('An asynchronous invocation failed for good; the function has no destination for it.', {
        function: row.functionName,
        requestId: row.requestId,
        condition: outcome.condition,
      });
    await this.#deliver(row, deliveries);
  }

  async #deliver(row: Row, deliveries: readonly Delivery[]): Promise<void> {
    const role = this.#resolve(row)?.version.role;
    const left: Delivery[] = [];
    for (const delivery of role === undefined ? [] : deliveries) {
      try {
        await deliver(this.#kernel, delivery, assumedRole(role ?? '', row.functionName));
      } catch (error) {
        left.push(delivery);
        this.#kernel.log.warn('The outcome of an asynchronous invocation cannot be delivered.', {
          function: row.functionName,
          destination: delivery.destinationArn,
          error: codeOf(error),
        });
      }
    }
    if (left.length === 0) return this.#remove(row);
    if (this.#ageMs(row) > DEFAULT_MAX_AGE_SECONDS * 1000)
      return this.#remove(row, 'The outcome of an asynchronous invocation is given up.');
    await this.#wait({ ...row, deliveries: JSON.stringify(left) }, DELIVERY_RETRY_MS);
  }

  #waitForRoom(row: Row): Promise<void> {
    const waitMs = Math.min(THROTTLE_WAIT_MS * 2 ** row.throttles, MAX_THROTTLE_WAIT_MS);
    return this.#wait({ ...row, throttles: row.throttles + 1 }, waitMs);
  }

  #wait(row: Row, waitMs: number): Promise<void> {
    const { store, timers, clock } = this.#kernel;
    const dueMs = clock.now() + waitMs;
    return store.write(() => {
      store
        .prepare('UPDATE lambda_async SET attempts = ?, throttles = ?, due_ms = ?, deliveries = ? WHERE id = ?')
        .run(row.attempts, row.throttles, dueMs, row.deliveries, row.id);
      timers.set(TIMER_OWNER, row.id, dueMs);
    });
  }

  #remove(row: Row, warning?: string): Promise<void> {
    if (warning !== undefined) this.#kernel.log.warn(warning, { function: row.functionName, requestId: row.requestId });
    const { store } = this.#kernel;
    return store.write(() => {
      store.prepare('DELETE FROM lambda_async WHERE id = ?').run(row.id);
    });
  }

  #resolve({ functionName, qualifier }: Row): Resolved | undefined {
    try {
      return this.#functions.resolve(functionName, qualifier ?? undefined);
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  #ageMs(row: Row): number {
    return this.#kernel.clock.now() - row.receivedMs;
  }

  #maxAgeMs(resolved: Resolved): number {
    return (configOf(resolved)?.maximumEventAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS) * 1000;
  }
}

const configOf = ({ function: found, qualifier }: Resolved) => found.eventInvokeConfigs[qualifier ?? '$LATEST'];

const codeOf = (error: unknown): string =>
  error instanceof AwsError ? error.code : error instanceof Error ? error.name : 'Error';
