import type { Store } from '../../../core/store/store.ts';
import { notFound } from '../errors.ts';

type ReplayState = 'STARTING' | 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

export interface Replay {
  readonly name: string;
  readonly archive: string;
  readonly bus: string;
  readonly description: string | null;
  /** ARNs of the rules that receive the events; empty means all rules. */
  readonly filterArns: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: ReplayState;
  readonly stateReason: string | null;
  readonly startedMs: number;
  readonly endedMs: number | null;
  /** The time of the event that was replayed last. */
  readonly lastEventMs: number | null;
  readonly lastSeq: number;
}

const COLUMNS = `name, archive, bus, description, filter_arns AS filterArns, from_ms AS fromMs, to_ms AS toMs, state,
  state_reason AS stateReason, started_ms AS startedMs, ended_ms AS endedMs, last_event_ms AS lastEventMs, last_seq AS lastSeq`;

const fromRow = (row: Record<string, unknown>): Replay =>
  ({ ...row, filterArns: JSON.parse(String(row.filterArns)) as string[] }) as unknown as Replay;

/** Replays and their progress. `put` must be called inside a transaction of the store. */
export class ReplayStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(name: string): Replay | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_replays WHERE name = ?`).get(name);
    return row && fromRow(row);
  }

  /** The replay with this name. Throws ResourceNotFoundException. */
  get(name: string): Replay {
    const replay = this.find(name);
    if (!replay) throw notFound(`Replay ${name} does not exist.`);
    return replay;
  }

  list(): readonly Replay[] {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_replays ORDER BY name`).all().map(fromRow);
  }

  put(replay: Replay): void {
    const { name, archive, bus, description, filterArns, fromMs, toMs } = replay;
    const { state, stateReason, startedMs, endedMs, lastEventMs, lastSeq } = replay;
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO eventbridge_replays (name, archive, bus, description, filter_arns, from_ms, to_ms,
          state, state_reason, started_ms, ended_ms, last_event_ms, last_seq)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        name,
        archive,
        bus,
        description,
        JSON.stringify(filterArns),
        fromMs,
        toMs,
        state,
        stateReason,
        startedMs,
        endedMs,
        lastEventMs,
        lastSeq,
      );
  }
}
