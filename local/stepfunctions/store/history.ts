import type { Store } from '../../store/store.ts';
import type { HistoryEvent } from '../interpreter/contract.ts';

export interface HistoryRequest {
  readonly execution: number;
  /** Newest first. */
  readonly reverse: boolean;
  /** Events behind this id, in the direction of reading. */
  readonly after?: number;
  readonly limit: number;
}

/** History events, kept in one row per step. */
export class History {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Inside a work. */
  append(execution: number, events: readonly HistoryEvent[]): void {
    const [first] = events;
    const last = events.at(-1);
    if (!first || !last) return;
    this.#store
      .prepare('INSERT INTO states_history (execution, first_id, last_id, events) VALUES (?, ?, ?, ?)')
      .run(execution, first.id, last.id, JSON.stringify(events));
  }

  read({ execution, reverse, after, limit }: HistoryRequest): HistoryEvent[] {
    const from = after ?? (reverse ? Number.MAX_SAFE_INTEGER : 0);
    const rows = this.#store.prepare(reverse ? BACKWARD : FORWARD).iterate(execution, from);
    const found: HistoryEvent[] = [];
    for (const { events } of rows) {
      const chunk = (JSON.parse(String(events)) as HistoryEvent[]).filter(({ id }) =>
        reverse ? id < from : id > from,
      );
      found.push(...(reverse ? chunk.reverse() : chunk));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }
}

const FORWARD = 'SELECT events FROM states_history WHERE execution = ? AND last_id > ? ORDER BY first_id';
const BACKWARD = 'SELECT events FROM states_history WHERE execution = ? AND first_id < ? ORDER BY first_id DESC';
