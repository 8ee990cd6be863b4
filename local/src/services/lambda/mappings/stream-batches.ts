import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole, type Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { failedItems } from '../../../core/polling/batch-response.ts';
import type { DiscardedBatch } from '../../../core/polling/discarded-batch.ts';
import type { EventRecord } from '../../../core/polling/stream-batch.ts';
import type { StreamConsumer } from '../../../core/polling/stream-poller.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import { deliver } from '../invocations/deliver.ts';
import type { InvocationResult, Invoker } from '../invocations/invoker.ts';
import { discardedMessage } from './discarded-batch.ts';
import type { StreamMapping } from './mapping.ts';

interface Ports {
  readonly kernel: Kernel;
  readonly invoker: Invoker;
}

/** The identity with which Lambda reads the stream of a mapping: the function's role. */
export const readerOf = ({ function: found, version }: Resolved): Caller => assumedRole(version.role, found.name);

const streamPayload = (records: readonly EventRecord[]): string =>
  `{"Records":[${records.map(({ json }) => json).join(',')}]}`;

/**
 * Invokes the function of a mapping with the records of a stream. The version of an alias is looked up at each attempt,
 * because it can change while a batch is retried.
 */
export class StreamBatches implements StreamConsumer {
  readonly #ports: Ports;
  readonly #mapping: StreamMapping;
  readonly #resolve: () => Resolved;
  #requestId: string | undefined;
  #executedVersion: string | undefined;
  readonly reader: Caller;
  readonly failureResult = 'PROBLEM: Function call failed';

  /** Throws AwsError. */
  constructor(ports: Ports, mapping: StreamMapping, resolve: () => Resolved) {
    this.#ports = ports;
    this.#mapping = mapping;
    this.#resolve = resolve;
    this.reader = readerOf(resolve());
  }

  /** Invokes the function. Returns the number of records at the start of the batch that succeeded. */
  async attempt(records: readonly EventRecord[]): Promise<number> {
    const { kernel, invoker } = this.#ports;
    const invocation = { requestId: kernel.ids.uuid(), payload: streamPayload(records) };
    const result = await kernel.inflight.track(
      kernel.store.untilStored(() => invoker.invoke(this.#resolve(), invocation)),
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

  /**
   * Sends a discarded batch to the destination. If the destination refuses it, this is only logged; as on AWS, the
   * stream continues.
   */
  async discard(batch: DiscardedBatch, shardId: string): Promise<void> {
    const { streamArn, functionName, qualifier, onFailureArn } = this.#mapping;
    if (onFailureArn === undefined) return;
    const { kernel } = this.#ports;
    const arn = functionArn(kernel.home, functionName, qualifier);
    const wasInvoked = batch.invocations > 0;
    const requestId = (wasInvoked ? this.#requestId : undefined) ?? kernel.ids.uuid();
    const executedVersion = wasInvoked ? this.#executedVersion : undefined;
    const source = { streamArn, shardId, functionArn: arn, nowMs: kernel.clock.now() };
    const message = {
      destinationArn: onFailureArn,
      body: discardedMessage({ ...batch, requestId, executedVersion }, source),
      attributes: {},
      detailType: '',
      functionArn: arn,
    };
    try {
      await kernel.inflight.track(kernel.store.untilStored(() => deliver(kernel, message, this.reader)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      kernel.log.warn('A destination of an event source mapping refused a discarded batch.', {
        destination: onFailureArn,
        function: functionName,
        error: error.code,
      });
    }
  }
}
