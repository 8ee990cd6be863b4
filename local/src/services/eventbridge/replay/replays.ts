import type { Kernel } from '../../../core/kernel.ts';
import type { ArchiveStore } from '../archive/archive-store.ts';
import type { EventDeliveries } from '../delivery/deliveries.ts';
import { replayedEvent } from '../event.ts';
import type { Publisher } from '../publisher.ts';
import type { Replay, ReplayStore } from './replay-store.ts';

const STEP = 'eventbridge.replay';
/** STARTING and CANCELLING each last this long, so that a replay can be seen, and stopped, before it has done anything. */
const TRANSITION_MS = 1_000;
const BATCH = 100;
/** With so many deliveries waiting a replay rests, so that it does not crowd out new events. */
const MANY_PENDING = 1_000;
const REST_MS = 50;

export interface ReplayParts {
  readonly kernel: Kernel;
  readonly replays: ReplayStore;
  readonly archives: ArchiveStore;
  readonly publisher: Publisher;
  readonly deliveries: EventDeliveries;
}

/**
 * Sends archived events to the bus again, in order of their times, a batch per timer: the batch, how far it has come and
 * the timer of the next are stored together, so a replay goes on after a restart where it was.
 *
 * STARTING → RUNNING after TRANSITION_MS; RUNNING → COMPLETED after the last batch; STARTING or RUNNING → CANCELLING by
 * CancelReplay → CANCELLED after TRANSITION_MS; → FAILED when the archive has gone.
 */
export class Replays {
  readonly #parts: ReplayParts;

  constructor(parts: ReplayParts) {
    this.#parts = parts;
    parts.kernel.timers.handle(STEP, ({ id }) => this.#step(id));
  }

  /** Inside a work only: stores a replay that is STARTING or CANCELLING and lets it go on in a moment. */
  plan(replay: Replay): void {
    const { kernel, replays } = this.#parts;
    replays.put(replay);
    kernel.timers.set(STEP, replay.name, kernel.clock.now() + TRANSITION_MS);
  }

  async #step(name: string): Promise<void> {
    const { kernel, replays, archives, deliveries } = this.#parts;
    const replay = replays.find(name);
    if (replay?.state === 'CANCELLING') return this.#end(name, 'CANCELLED');
    if (replay?.state !== 'STARTING' && replay?.state !== 'RUNNING') return;
    if (!archives.find(replay.archive)) return this.#end(name, 'FAILED', `Archive ${replay.archive} does not exist.`);
    if (deliveries.pending() < MANY_PENDING) return this.#batch(name);
    await kernel.store.write(() => kernel.timers.set(STEP, name, kernel.clock.now() + REST_MS));
  }

  #end(name: string, state: 'CANCELLED' | 'FAILED', stateReason: string | null = null): Promise<void> {
    const { kernel, replays } = this.#parts;
    return kernel.store.write(() => {
      replays.put({ ...replays.get(name), state, stateReason, endedMs: kernel.clock.now() });
    });
  }

  /** The state may change while the batch waits for its commit: it is looked at once more inside the work. */
  #batch(name: string): Promise<void> {
    const { kernel, publisher, replays, archives } = this.#parts;
    let next: (() => void) | undefined;
    const publications = () => {
      const replay = replays.get(name);
      if (replay.state === 'CANCELLING') return [];
      const { archive, bus, fromMs, toMs, filterArns, lastEventMs, lastSeq } = replay;
      const after = { timeMs: lastEventMs ?? fromMs, seq: lastSeq };
      const events = archives.read({ archive, fromMs, toMs, after, limit: BATCH });
      next = () => this.#advance(replay, events.at(-1), events.length < BATCH);
      const ingestedMs = kernel.clock.now();
      const only = filterArns.length > 0 ? { onlyRules: new Set(filterArns) } : {};
      return events.map(({ timeMs, event }) => {
        const again = replayedEvent(event, { timeMs, ingestedMs, replayName: name });
        return { bus, event: again, ...only };
      });
    };
    return publisher.publish(publications, () => next?.());
  }

  #advance(replay: Replay, last: { timeMs: number; seq: number } | undefined, isLast: boolean): void {
    const { kernel, replays } = this.#parts;
    const nowMs = kernel.clock.now();
    const reached = last ? { lastEventMs: last.timeMs, lastSeq: last.seq } : {};
    const state = isLast ? { state: 'COMPLETED' as const, endedMs: nowMs } : { state: 'RUNNING' as const };
    replays.put({ ...replay, ...reached, ...state });
    // Not this very moment: the timer that is firing may be of it, and a timer is cleared by its time.
    if (!isLast) kernel.timers.set(STEP, replay.name, nowMs + 1);
  }
}
