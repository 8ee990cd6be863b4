import type { Kernel } from '../../core/kernel.ts';
import { Checkpoints } from '../../core/polling/checkpoints.ts';
import { Pollers } from '../../core/polling/pollers.ts';
import { QueuePoller } from '../../core/polling/queue-poller.ts';
import type { QueueSignals } from '../../core/polling/queue-signals.ts';
import type { QueueSettings, StreamSettings } from '../../core/polling/source-settings.ts';
import { StreamPoller } from '../../core/polling/stream-poller.ts';
import type { StreamSource } from '../../core/polling/stream-source.ts';
import { QueueBatches } from './flow/queue-batches.ts';
import { StreamBatches } from './flow/stream-batches.ts';
import type { Pipe, QueueParameters, StreamParameters } from './pipe.ts';
import type { PipeStore } from './pipe-store.ts';

export interface PipeSources {
  readonly queueSignals: QueueSignals;
  readonly streamSource: StreamSource;
}

/** Runs the pipes. Between `start` and `stop` each pipe with the desired state RUNNING has one poller. */
export class PipeRunner {
  readonly #kernel: Kernel;
  readonly #pipes: PipeStore;
  readonly #sources: PipeSources;
  readonly #checkpoints: Checkpoints;
  readonly #pollers: Pollers;
  #started = false;

  constructor(kernel: Kernel, pipes: PipeStore, sources: PipeSources) {
    this.#kernel = kernel;
    this.#pipes = pipes;
    this.#sources = sources;
    this.#checkpoints = new Checkpoints(kernel.store, 'pipes_checkpoints');
    this.#pollers = new Pollers(kernel.inflight);
  }

  start(): void {
    this.#started = true;
    for (const { name } of this.#pipes.list()) this.restart(name);
  }

  /** Resolves when the running batches have ended. */
  async stop(): Promise<void> {
    this.#started = false;
    await this.#pollers.stop();
  }

  /** Runs a pipe with its stored settings; stops a pipe that is stopped or does not exist. */
  restart(name: string): void {
    const pipe = this.#pipes.find(name);
    const isRunning = this.#started && pipe?.desiredState === 'RUNNING';
    this.#pollers.replace(name, isRunning ? this.#pollerOf(pipe) : undefined);
  }

  /** Forgets the position of a deleted pipe in its stream. Call it inside `store.write`. */
  forget({ uuid }: Pipe): void {
    this.#checkpoints.remove(uuid);
  }

  #pollerOf(pipe: Pipe): QueuePoller | StreamPoller {
    const kernel = this.#kernel;
    const common = { kernel, subject: 'A pipe', logFields: { pipe: pipe.name } };
    const { SqsQueueParameters: ofQueue, DynamoDBStreamParameters: ofStream } = pipe.sourceParameters;
    if (ofStream) {
      const { streamSource } = this.#sources;
      const ports = { ...common, streamSource, checkpoints: this.#checkpoints };
      return new StreamPoller(
        { ...ports, consumer: () => new StreamBatches(kernel, pipe) },
        streamSettings(pipe, ofStream),
      );
    }
    if (!ofQueue) throw new Error(`The pipe ${pipe.name} has no source.`);
    const ports = { ...common, signals: this.#sources.queueSignals };
    return new QueuePoller({ ...ports, consumer: () => new QueueBatches(kernel, pipe) }, queueSettings(pipe, ofQueue));
  }
}

const commonSettings = ({ uuid, sourceParameters }: Pipe, parameters: QueueParameters) => ({
  uuid,
  batchSize: parameters.BatchSize,
  batchingWindowSeconds: parameters.MaximumBatchingWindowInSeconds,
  filters: sourceParameters.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [],
});

const queueSettings = (pipe: Pipe, parameters: QueueParameters): QueueSettings => ({
  ...commonSettings(pipe, parameters),
  queueArn: pipe.source,
  maximumConcurrency: undefined,
});

const streamSettings = (pipe: Pipe, parameters: StreamParameters): StreamSettings => ({
  ...commonSettings(pipe, parameters),
  streamArn: pipe.source,
  startingPosition: parameters.StartingPosition,
  startAfter: pipe.startAfter,
  bisects: parameters.OnPartialBatchItemFailure === 'AUTOMATIC_BISECT',
  maximumRetryAttempts: parameters.MaximumRetryAttempts,
  maximumRecordAgeSeconds: parameters.MaximumRecordAgeInSeconds,
});
