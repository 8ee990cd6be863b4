import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import { deliver } from '../invocations/deliver.ts';
import type { InvocationResult, Invoker } from '../invocations/invoker.ts';
import { type Attempt, afterFailure } from './attempts.ts';
import { failedItems } from './batch-response.ts';
import type { Checkpoints } from './checkpoints.ts';
import { type DiscardedBatch, discardedMessage } from './discarded-batch.ts';
import type { StreamMapping } from './mapping.ts';
import { type EventRecord, streamPayload } from './stream-event.ts';

export interface BatchPorts {
  readonly kernel: Kernel;
  readonly invoker: Invoker;
  readonly checkpoints: Checkpoints;
  /**
   * Waits before a retry. `failures` is the number of consecutive failed invocations. Resolves with false if the
   * mapping stops.
   */
  pause(failures: number): Promise<boolean>;
}

/** The function that processes a batch and the shard that it comes from. */
interface Place {
  readonly resolved: Resolved;
  readonly shardId: string;
}

/**
 * Processes one batch of a stream until each record succeeded or was discarded. Stores a checkpoint after each part, so
 * that a restart repeats only unfinished records.
 */
export class BatchRunner {
  readonly #ports: BatchPorts;
  readonly #mapping: StreamMapping;
  readonly #place: Place;
  #requestId: string | undefined;
  #executedVersion: string | undefined;

  constructor(ports: BatchPorts, mapping: StreamMapping, place: Place) {
    this.#ports = ports;
    this.#mapping = mapping;
    this.#place = place;
  }

  /**
   * Resolves with false if the mapping stopped before all records were finished. Rejects with AwsError if Lambda
   * throttles.
   */
  async run(records: readonly EventRecord[], report: (result: string) => void): Promise<boolean> {
    let waiting: readonly Attempt[] = [{ records, failures: 0, invocations: 0 }];
    let failures = 0;
    for (;;) {
      const [whole, ...later] = waiting;
      if (!whole) return true;
      const attempt = await this.#withoutExpired(whole);
      if (attempt.records.length === 0) {
        waiting = later;
        continue;
      }
      const done = await this.#attempt(attempt);
      const succeeded = done === attempt.records.length;
      report(succeeded ? 'OK' : 'PROBLEM: Function call failed');
      await this.#finish(attempt.records.slice(0, done));
      failures = succeeded ? 0 : failures + 1;
      const next = succeeded ? [] : await this.#afterFailure(attempt, done);
      waiting = [...next, ...later];
      if (next.length > 0 && !(await this.#ports.pause(failures))) return false;
    }
  }

  /** Invokes the function. Returns the number of records at the start of the batch that succeeded. */
  async #attempt({ records }: Attempt): Promise<number> {
    const { kernel, invoker } = this.#ports;
    const invocation = { requestId: kernel.ids.uuid(), payload: streamPayload(records) };
    const result = await kernel.inflight.track(
      kernel.store.untilStored(() => invoker.invoke(this.#place.resolved, invocation)),
    );
    this.#requestId = invocation.requestId;
    this.#executedVersion = result.executedVersion;
    return this.#succeeded(result, records);
  }

  #succeeded({ failed, payload }: InvocationResult, records: readonly EventRecord[]): number {
    if (failed) return 0;
    if (!this.#mapping.reportsItemFailures) return records.length;
    const numbers = records.map(({ sequenceNumber }) => sequenceNumber);
    const items = failedItems(payload, new Set(numbers));
    if (items === 'all') return 0;
    const first = numbers.findIndex((number) => items.has(number));
    return first < 0 ? records.length : first;
  }

  async #afterFailure(attempt: Attempt, done: number): Promise<readonly Attempt[]> {
    const next = afterFailure(attempt, done, this.#mapping);
    if (next.kind === 'retry') return next.attempts;
    await this.#discard(next.attempt, 'RetryAttemptsExhausted');
    return [];
  }

  /** Discards the records that are older than the mapping allows; these are the first ones of the batch. */
  async #withoutExpired(attempt: Attempt): Promise<Attempt> {
    const { maximumRecordAgeSeconds: seconds } = this.#mapping;
    if (seconds < 0) return attempt;
    const oldestMs = this.#ports.kernel.clock.now() - seconds * 1000;
    const expired = attempt.records.filter(({ createdMs }) => createdMs < oldestMs);
    if (expired.length === 0) return attempt;
    await this.#discard({ ...attempt, records: expired }, 'RecordAgeExceeded');
    return { ...attempt, records: attempt.records.slice(expired.length) };
  }

  async #discard({ records, invocations }: Attempt, condition: DiscardedBatch['condition']): Promise<void> {
    const { onFailureArn } = this.#mapping;
    const wasInvoked = invocations > 0;
    const requestId = (wasInvoked ? this.#requestId : undefined) ?? this.#ports.kernel.ids.uuid();
    const executedVersion = wasInvoked ? this.#executedVersion : undefined;
    if (onFailureArn !== undefined)
      await this.#send(onFailureArn, { records, condition, invocations, requestId, executedVersion });
    await this.#finish(records);
  }

  /**
   * Sends a discarded batch to the destination. If the destination refuses it, this is only logged; as on AWS, the
   * stream continues.
   */
  async #send(destinationArn: string, batch: DiscardedBatch): Promise<void> {
    const { kernel } = this.#ports;
    const { resolved, shardId } = this.#place;
    const { streamArn, functionName, qualifier } = this.#mapping;
    const arn = functionArn(kernel.home, functionName, qualifier);
    const source = { streamArn, shardId, functionArn: arn, nowMs: kernel.clock.now() };
    const message = {
      destinationArn,
      body: discardedMessage(batch, source),
      attributes: {},
      detailType: '',
      functionArn: arn,
    };
    const caller = assumedRole(resolved.version.role, resolved.function.name);
    try {
      await kernel.inflight.track(kernel.store.untilStored(() => deliver(kernel, message, caller)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      kernel.log.warn('A destination of an event source mapping refused a discarded batch.', {
        destination: destinationArn,
        function: functionName,
        error: error.code,
      });
    }
  }

  async #finish(records: readonly EventRecord[]): Promise<void> {
    const { kernel, checkpoints } = this.#ports;
    const last = records.at(-1);
    if (last) await kernel.inflight.track(checkpoints.set(this.#mapping.uuid, last.sequenceNumber));
  }
}
