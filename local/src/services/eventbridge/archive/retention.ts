import type { Kernel } from '../../../core/kernel.ts';
import type { BusEvent } from '../event.ts';
import type { ActiveArchive, Archive, ArchiveStore } from './archive-store.ts';

const RETENTION = 'eventbridge.retention';
const DAY_MS = 86_400_000;
/** Maximum number of events deleted per transaction, so that other writes do not wait long. */
const BATCH = 2_000;

/**
 * Archives events, and deletes them after the retention period. Each archive has one timer, which is due when its
 * oldest event expires.
 */
export class Retention {
  readonly #kernel: Kernel;
  readonly #archives: ArchiveStore;

  constructor(kernel: Kernel, archives: ArchiveStore) {
    this.#kernel = kernel;
    this.#archives = archives;
    kernel.timers.handle(RETENTION, ({ id }) => this.#expire(id));
  }

  /** Stores an event. Must be called inside a transaction. */
  archive({ name, retentionDays }: ActiveArchive, event: BusEvent): void {
    const isFirst = retentionDays > 0 && this.#archives.find(name)?.events === 0;
    this.#archives.add(name, event);
    this.#kernel.meter.add('events', 'archived bytes', Buffer.byteLength(event.json));
    if (isFirst) this.#kernel.timers.set(RETENTION, name, event.ingestedMs + retentionDays * DAY_MS);
  }

  /**
   * Sets the archive's timer. Must be called inside a transaction, after the archive's retention was changed or events
   * were deleted.
   */
  plan({ name, retentionDays }: Archive): void {
    const oldestMs = this.#archives.oldestMs(name);
    if (retentionDays === 0 || oldestMs === undefined) this.#kernel.timers.clear(RETENTION, name);
    else {
      const endMs = oldestMs + retentionDays * DAY_MS;
      this.#kernel.timers.set(RETENTION, name, Math.max(endMs, this.#kernel.clock.now() + 1));
    }
  }

  /** Clears the timer of a deleted archive. Must be called inside a transaction. */
  clearTimer(name: string): void {
    this.#kernel.timers.clear(RETENTION, name);
  }

  async #expire(name: string): Promise<void> {
    await this.#kernel.store.write(() => {
      const archive = this.#archives.find(name);
      if (!archive || archive.retentionDays === 0) return;
      this.#archives.expire(name, this.#kernel.clock.now() - archive.retentionDays * DAY_MS, BATCH);
      this.plan(archive);
    });
  }
}
