import type { Kernel } from '../../../core/kernel.ts';
import type { Item } from '../dynalite-types.ts';
import type { ItemListener } from '../item-database.ts';
import { isUnchanged, recordOf, TIME_TO_LIVE } from './record.ts';
import { type Stream, sequenceNumber, streamArn } from './stream.ts';
import type { StreamSignals } from './stream-signals.ts';
import type { StreamStore } from './stream-store.ts';

/** Writes the stream records of item changes, in the same transaction as the change. */
export class StreamRecorder {
  readonly #kernel: Kernel;
  readonly #streams: StreamStore;
  readonly #signals: StreamSignals;
  #isTimeToLive = false;

  constructor(kernel: Kernel, streams: StreamStore, signals: StreamSignals) {
    this.#kernel = kernel;
    this.#streams = streams;
    this.#signals = signals;
  }

  /** The listener for changes of the table's items; undefined if the table has no enabled stream. */
  listenerOf(tableName: string): ItemListener | undefined {
    const stream = this.#streams.enabled(tableName);
    return stream && ((before, after) => this.#record(stream, before, after));
  }

  /** Runs `work`. The stream records of its changes have the identity of time to live. */
  asTimeToLive(work: () => void): void {
    this.#isTimeToLive = true;
    try {
      work();
    } finally {
      this.#isTimeToLive = false;
    }
  }

  #record(stream: Stream, before: Item | undefined, after: Item | undefined): void {
    if (isUnchanged({ before, after })) return;
    const { home, ids, clock } = this.#kernel;
    this.#streams.append(stream, (number) =>
      recordOf(
        stream,
        { before, after },
        {
          eventId: ids.uuid().replaceAll('-', ''),
          region: home.region,
          sequenceNumber: sequenceNumber(stream, number),
          nowMs: clock.now(),
          identity: this.#isTimeToLive ? TIME_TO_LIVE : undefined,
        },
      ),
    );
    this.#signals.announceAfterCommit(streamArn(home, stream));
  }
}
