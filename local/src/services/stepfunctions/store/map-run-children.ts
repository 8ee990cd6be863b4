import type { Store } from '../../../core/store/store.ts';

export interface MapRunChildRow {
  readonly id: number;
  readonly mapRunArn: string;
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly kind: 'STANDARD' | 'EXPRESS';
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'PENDING_REDRIVE';
  /** JSON text, as `output`. */
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly startMs: number;
  readonly stopMs: number | null;
  readonly items: number;
  readonly redriveCount: number;
  readonly redriveMs: number | null;
  /** 0 if a redrive cannot continue the child. */
  readonly redrivable: 0 | 1;
}

const ROW = `id, map_run AS mapRunArn, arn, name, state_machine_arn AS stateMachineArn, kind, status, input, output,
  error, cause, start_ms AS startMs, stop_ms AS stopMs, items, redrive_count AS redriveCount, redrive_ms AS redriveMs,
  redrivable`;

export interface ChildListRequest {
  readonly mapRunArn: string;
  readonly status?: string;
  /** Filter by redrive: `REDRIVEN` or `NOT_REDRIVEN`. */
  readonly redrive?: string;
  /** Only children with an id smaller than this. */
  readonly before?: number;
  readonly limit: number;
}

/** Number of children of a Map Run with a status, and of their items. */
export interface ChildCount {
  readonly status: MapRunChildRow['status'];
  readonly redrivable: 0 | 1;
  readonly executions: number;
  readonly items: number;
}

/** The child executions of Map Runs; `MapRuns` writes them. */
export class MapRunChildren {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  byArn(arn: string): MapRunChildRow | undefined {
    return this.#store.prepare(`SELECT ${ROW} FROM states_map_run_children WHERE arn = ?`).get(arn) as
      | MapRunChildRow
      | undefined;
  }

  /** The children of a Map Run, newest first. */
  list({ mapRunArn, status, redrive, before, limit }: ChildListRequest): MapRunChildRow[] {
    const redriven = redrive === undefined ? '' : `AND redrive_count ${redrive === 'REDRIVEN' ? '>' : '='} 0`;
    return this.#store
      .prepare(
        `SELECT ${ROW} FROM states_map_run_children WHERE map_run = ? AND id < ?
          AND (? IS NULL OR status = ?) ${redriven} ORDER BY id DESC LIMIT ?`,
      )
      .all(
        mapRunArn,
        before ?? Number.MAX_SAFE_INTEGER,
        status ?? null,
        status ?? null,
        limit,
      ) as unknown as MapRunChildRow[];
  }

  counts(mapRunArn: string): ChildCount[] {
    return this.#store
      .prepare(
        `SELECT status, redrivable, COUNT(*) AS executions, SUM(items) AS items FROM states_map_run_children
          WHERE map_run = ? GROUP BY status, redrivable`,
      )
      .all(mapRunArn) as unknown as ChildCount[];
  }
}
