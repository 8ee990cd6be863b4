import { parseArn } from '../../../core/aws/arn.ts';
import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import { queueUrl } from '../../../core/aws/queue-url.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { type DiscardedBatch, streamBatchInfo } from '../../../core/polling/discarded-batch.ts';
import type { EventRecord } from '../../../core/polling/stream-batch.ts';
import type { StreamConsumer } from '../../../core/polling/stream-poller.ts';
import * as sns from '../../sns/operations.ts';
import * as sqs from '../../sqs/operations.ts';
import { pipeArn } from '../names.ts';
import type { Pipe } from '../pipe.ts';
import { callerOf } from './caller.ts';
import { eventOf, type PipeEvent } from './event.ts';
import { FAILURE, passThrough } from './flow.ts';

const eventOfRecord = ({ json }: EventRecord): PipeEvent => ({ json, id: eventOf(JSON.parse(json)).id });

/** Passes records of a stream through a pipe. */
export class StreamBatches implements StreamConsumer {
  readonly #kernel: Kernel;
  readonly #pipe: Pipe;
  readonly reader: Caller;
  readonly failureResult = FAILURE;

  constructor(kernel: Kernel, pipe: Pipe) {
    this.#kernel = kernel;
    this.#pipe = pipe;
    this.reader = callerOf(kernel.home, pipe);
  }

  /** Resolves with the number of records before the first one that failed. */
  async attempt(records: readonly EventRecord[]): Promise<number> {
    const events = records.map(eventOfRecord);
    const failed = await this.#kernel.inflight.track(passThrough(this.#kernel, this.#pipe, events));
    if (failed === 'all') return 0;
    const first = events.findIndex(({ id }) => id !== undefined && failed.has(id));
    return first < 0 ? records.length : first;
  }

  /**
   * Sends the position of discarded records to the dead-letter queue or topic. If that fails, it is only logged, and
   * the stream continues.
   */
  async discard(batch: DiscardedBatch, shardId: string): Promise<void> {
    const destination = this.#pipe.sourceParameters.DynamoDBStreamParameters?.DeadLetterConfig?.Arn;
    if (destination === undefined) return;
    const { inflight, store, log } = this.#kernel;
    const body = this.#deadLetter(batch, shardId);
    try {
      await inflight.track(store.untilStored(() => this.#send(destination, body)));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const fields = { destination, pipe: this.#pipe.name, error: error.code };
      log.warn('A dead-letter queue of a pipe refused a discarded batch.', fields);
    }
  }

  #deadLetter({ records, condition }: DiscardedBatch, shardId: string): string {
    const { home, clock } = this.#kernel;
    return JSON.stringify({
      context: { partnerResourceArn: pipeArn(home, this.#pipe.name), condition },
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      DDBStreamBatchInfo: streamBatchInfo(records, { streamArn: this.#pipe.source, shardId }),
    });
  }

  async #send(destination: string, body: string): Promise<void> {
    const { services, endpoint } = this.#kernel;
    if (parseArn(destination)?.service === 'sns')
      await services.call(sns.publish, { TopicArn: destination, Message: body }, this.reader);
    else
      await services.call(
        sqs.sendMessage,
        { QueueUrl: queueUrl(endpoint(), destination), MessageBody: body },
        this.reader,
      );
  }
}
