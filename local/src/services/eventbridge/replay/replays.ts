import type { Kernel } from '../../../core/kernel.ts';
import type { ArchiveStore } from '../archive/archive-store.ts';
import type { EventDeliveries } from '../delivery/deliveries.ts';
import { replayedEvent } from '../event.ts';
import type { Publisher } from '../publisher.ts';
import type { Replay, ReplayStore } from './replay-store.ts';

const STEP = 'eventbridge.replay';
/**
 * Duration of the states STARTING and CANCELLING. In this time clients can observe a replay, and cancel it before it
 * sends events.
 */
const TRANSITION_MS = 1_000;
const BATCH = 100;
/** A replay pauses while this many deliveries are pending, so that it does not delay new events. */
const MAX_PENDING = 1_000;
const PAUSE_MS = 50;

export interface ReplayDependencies {
  readonly kernel: Kernel;
  readonly replays: ReplayStore;
  readonly archives: ArchiveStore;
  readonly publisher: Publisher;
  readonly deliveries: EventDeliveries;
}

/**
 * Sends archived events to the bus again, in order of their time, one batch per timer. A batch, the progress and the
 * next timer are stored in one transaction, so a replay continues after a restart.
 *
 * STARTING → RUNNING after TRANSITION_MS; RUNNING → COMPLETED after the last batch. CancelReplay: STARTING or RUNNING →
 * CANCELLING, → CANCELLED after TRANSITION_MS. If the archive was deleted: → FAILED.
 */
export class Replays {
  readonly #dependencies: ReplayDependencies;

  constructor(dependencies: ReplayDependencies) {
    this.#dependencies = dependencies;
    dependencies.kernel.timers.handle(STEP, ({ id }) => this.#step(id));
  }

  /**
   * Stores a replay in state STARTING or CANCELLING and sets the timer of its next step. Must be called inside a
   * transaction.
   */
  plan(replay: Replay): void {
    const { kernel, replays } = this.#dependencies;
    replays.put(replay);
    kernel.timers.set(STEP, replay.name, kernel.clock.now() + TRANSITION_MS);
  }

  async #step(name: string): Promise<void> {
    const { kernel, replays, archives, deliveries } = this.#dependencies;
    const replay = replays.find(name);
    if (replay?.state === 'CANCELLING') return this.#end(name, 'CANCELLED');
    if (replay?.state !== 'STARTING' && replay?.state !== 'RUNNING') return;
    if (!archives.find(replay.archive)) return this.#end(name, 'FAILED', `Archive ${replay.archive} does not exist.`);
    if (deliveries.pending() < MAX_PENDING) return this.#batch(name);
    await kernel.store.write(() => kernel.timers.set(STEP, name, kernel.clock.now() + PAUSE_MS));
  }

  #end(name: string, state: 'CANCELLED' | 'FAILED', stateReason: string | null = null): Promise<void> {
    const { kernel, replays } = this.#dependencies;
    return kernel.store.write(() => {
      replays.put({ ...replays.get(name), state, stateReason, endedMs: kernel.clock.now() });
    });
  }

  /**
   * Sends the next batch. Reads the replay inside the transaction, because its state can change while the batch waits
   * for its commit.
   */
  #batch(name: string): Promise<void> {
    const { kernel, publisher, replays, archives } = this.#dependencies;
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
        const replayed = replayedEvent(event, { timeMs, ingestedMs, replayName: name });
        return { bus, event: replayed, ...only };
      });
    };
    return publisher.publish(publications, () => next?.());
  }

  #advance(replay: Replay, last: { timeMs: number; seq: number } | undefined, isLast: boolean): void {
    const { kernel, replays } = this.#dependencies;
    const nowMs = kernel.clock.now();
    const reached = last ? { lastEventMs: last.timeMs, lastSeq: last.seq } : {};
    const state = isLast ? { state: 'COMPLETED' as const, endedMs: nowMs } : { state: 'RUNNING' as const };
    replays.put({ ...replay, ...reached, ...state });
    // The timer that has fired can be due at `nowMs`. A timer that keeps its due time is cleared after its handler, so
    // the next timer must be due later.
    if (!isLast) kernel.timers.set(STEP, replay.name, nowMs + 1);
  }
}
