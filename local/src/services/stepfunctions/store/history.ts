import type { Store } from '../../../core/store/store.ts';
import type { HistoryEvent } from '../interpreter/contract.ts';

export interface HistoryRequest {
  readonly execution: number;
  /** Whether to read the newest events first. */
  readonly reverse: boolean;
  /** Only events that follow this id in the direction of reading. */
  readonly after?: number;
  readonly limit: number;
}

/** Number of event ids reserved per execution; AWS ends an execution at 25,000 events. */
const ROOM = 32_768;

/**
 * History events, one row per step. The primary key of a row is `execution * ROOM + id of its first event`: the rows of
 * an execution are adjacent and in order, without a further index.
 */
export class History {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Call it inside `store.write`. */
  append(execution: number, events: readonly HistoryEvent[]): void {
    const [first] = events;
    if (!first) return;
    this.#store
      .prepare('INSERT INTO states_history (place, events) VALUES (?, ?)')
      .run(execution * ROOM + first.id, JSON.stringify(events));
  }

  /** Call it inside `store.write`. */
  remove(execution: number): void {
    this.#store
      .prepare('DELETE FROM states_history WHERE place BETWEEN ? AND ?')
      .run(execution * ROOM, (execution + 1) * ROOM - 1);
  }

  read({ execution, reverse, after, limit }: HistoryRequest): HistoryEvent[] {
    const from = after ?? (reverse ? ROOM - 1 : 0);
    const found: HistoryEvent[] = [];
    for (const { events } of this.#rows(execution, from, reverse)) {
      const chunk = (JSON.parse(String(events)) as HistoryEvent[]).filter(({ id }) =>
        reverse ? id < from || after === undefined : id > from,
      );
      found.push(...(reverse ? chunk.reverse() : chunk));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  #rows(execution: number, from: number, reverse: boolean) {
    const start = execution * ROOM;
    if (reverse) return this.#store.prepare(BACKWARD).iterate(start, start + from);
    const first = this.#store.prepare(CHUNK_OF).get(start, start + from + 1)?.place ?? start;
    return this.#store.prepare(FORWARD).iterate(Number(first), start + ROOM - 1);
  }
}

const CHUNK_OF = 'SELECT MAX(place) AS place FROM states_history WHERE place BETWEEN ? AND ?';
const FORWARD = 'SELECT events FROM states_history WHERE place BETWEEN ? AND ? ORDER BY place';
const BACKWARD = 'SELECT events FROM states_history WHERE place BETWEEN ? AND ? ORDER BY place DESC';
