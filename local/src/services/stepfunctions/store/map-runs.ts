import type { Store } from '../../../core/store/store.ts';
import type { MapRunLimits, MapRunRecord } from '../interpreter/map-run-record.ts';

type MapRunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

export interface MapRunRow {
  readonly id: number;
  readonly arn: string;
  /** Id of the workflow's execution, also if a child execution of another Map Run started this one. */
  readonly execution: number;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly status: MapRunStatus;
  readonly startMs: number;
  readonly stopMs: number | null;
  readonly items: number;
  readonly executions: number;
  readonly maxConcurrency: number;
  readonly toleratedCount: number;
  readonly toleratedPercentage: number;
  readonly redriveCount: number;
  readonly redriveMs: number | null;
}

const ROW = `id, arn, execution, execution_arn AS executionArn, state_machine_arn AS stateMachineArn, status,
  start_ms AS startMs, stop_ms AS stopMs, items, executions, max_concurrency AS maxConcurrency,
  tolerated_count AS toleratedCount, tolerated_percentage AS toleratedPercentage, redrive_count AS redriveCount,
  redrive_ms AS redriveMs`;

type RecordOf<Kind extends MapRunRecord['kind']> = Extract<MapRunRecord, { readonly kind: Kind }>;

/** The Map Runs of all executions, and the changes of their child executions. */
export class MapRuns {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Applies a change that a step of the execution made. Call it inside `store.write`. */
  apply(execution: number, record: MapRunRecord): void {
    switch (record.kind) {
      case 'mapRunStarted':
        this.#start(execution, record);
        break;
      case 'mapRunEnded':
        this.#end(record);
        break;
      case 'mapRunRedriven':
        this.#redrive(record);
        break;
      case 'mapRunUpdated':
        this.#update(record.mapRunArn, record);
        break;
      case 'childStarted':
        this.#startChild(record);
        break;
      case 'childEnded':
        this.#endChild(record);
        break;
      case 'childRedriven':
        this.#redriveChild(record);
        break;
      case 'executionBroken':
        for (const mapRunArn of this.#runningOf(execution))
          this.#end({ kind: 'mapRunEnded', mapRunArn, status: 'ABORTED', atMs: record.atMs });
    }
  }

  byArn(arn: string): MapRunRow | undefined {
    return this.#store.prepare(`SELECT ${ROW} FROM states_map_runs WHERE arn = ?`).get(arn) as MapRunRow | undefined;
  }

  /** The Map Runs that this execution started, newest first. */
  list(executionArn: string, before: number | undefined, limit: number): MapRunRow[] {
    return this.#store
      .prepare(`SELECT ${ROW} FROM states_map_runs WHERE execution_arn = ? AND id < ? ORDER BY id DESC LIMIT ?`)
      .all(executionArn, before ?? Number.MAX_SAFE_INTEGER, limit) as unknown as MapRunRow[];
  }

  /** Removes the Map Runs of an execution with their children. Call it inside `store.write`. */
  remove(execution: number): void {
    this.#store
      .prepare(
        'DELETE FROM states_map_run_children WHERE map_run IN (SELECT arn FROM states_map_runs WHERE execution = ?)',
      )
      .run(execution);
    this.#store.prepare('DELETE FROM states_map_runs WHERE execution = ?').run(execution);
  }

  #runningOf(execution: number): string[] {
    return this.#store
      .prepare(`SELECT arn FROM states_map_runs WHERE execution = ? AND status = 'RUNNING'`)
      .all(execution)
      .map(({ arn }) => String(arn));
  }

  #start(execution: number, it: RecordOf<'mapRunStarted'>): void {
    this.#store
      .prepare(
        `INSERT INTO states_map_runs (arn, execution, execution_arn, state_machine_arn, status, start_ms, items,
          executions, max_concurrency, tolerated_count, tolerated_percentage)
        VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        it.mapRunArn,
        execution,
        it.executionArn,
        it.stateMachineArn,
        it.atMs,
        it.items,
        it.executions,
        it.maxConcurrency,
        it.toleratedFailureCount,
        it.toleratedFailurePercentage,
      );
  }

  /** A failure replaces ABORTED, because the interpreter halts a Map Run before it records why it failed. */
  #end({ mapRunArn, status, atMs }: RecordOf<'mapRunEnded'>): void {
    const isRunning = status === 'ABORTED' ? `AND status = 'RUNNING'` : '';
    this.#store
      .prepare(`UPDATE states_map_runs SET status = ?, stop_ms = ? WHERE arn = ? ${isRunning}`)
      .run(status, atMs, mapRunArn);
    this.#store
      .prepare(
        `UPDATE states_map_run_children SET status = 'ABORTED', stop_ms = ?
          WHERE map_run = ? AND status IN ('RUNNING', 'PENDING_REDRIVE')`,
      )
      .run(atMs, mapRunArn);
  }

  #redrive({ mapRunArn, redriveCount, atMs }: RecordOf<'mapRunRedriven'>): void {
    this.#store
      .prepare(
        `UPDATE states_map_runs SET status = 'RUNNING', stop_ms = NULL, redrive_count = ?, redrive_ms = ? WHERE arn = ?`,
      )
      .run(redriveCount, atMs, mapRunArn);
    this.#store
      .prepare(
        `UPDATE states_map_run_children SET status = 'PENDING_REDRIVE', stop_ms = NULL
          WHERE map_run = ? AND status IN ('FAILED', 'ABORTED') AND redrivable = 1`,
      )
      .run(mapRunArn);
  }

  #update(arn: string, limits: MapRunLimits): void {
    this.#store
      .prepare(
        'UPDATE states_map_runs SET max_concurrency = ?, tolerated_count = ?, tolerated_percentage = ? WHERE arn = ?',
      )
      .run(limits.maxConcurrency, limits.toleratedFailureCount, limits.toleratedFailurePercentage, arn);
  }

  #startChild(it: RecordOf<'childStarted'>): void {
    this.#store
      .prepare(
        `INSERT INTO states_map_run_children (map_run, place, arn, name, state_machine_arn, kind, status, input,
          start_ms, items) VALUES (?, ?, ?, ?, ?, ?, 'RUNNING', ?, ?, ?)`,
      )
      .run(it.mapRunArn, it.index, it.arn, it.name, it.stateMachineArn, it.type, it.input, it.atMs, it.items);
  }

  #endChild(it: RecordOf<'childEnded'>): void {
    this.#store
      .prepare(
        `UPDATE states_map_run_children SET status = ?, output = ?, error = ?, cause = ?, stop_ms = ?, redrivable = ?
          WHERE map_run = ? AND place = ?`,
      )
      .run(
        it.status,
        it.output ?? null,
        it.error ?? null,
        it.cause ?? null,
        it.atMs,
        Number(it.isRedrivable),
        it.mapRunArn,
        it.index,
      );
  }

  /** An Express child starts again; a Standard child that had not entered a state only starts later. */
  #redriveChild({ mapRunArn, index, redriveCount, atMs }: RecordOf<'childRedriven'>): void {
    this.#store
      .prepare(
        `UPDATE states_map_run_children SET status = 'RUNNING', error = NULL, cause = NULL,
          start_ms = CASE kind WHEN 'EXPRESS' THEN ? ELSE start_ms END,
          redrive_ms = CASE WHEN redrive_count < ? THEN ? ELSE redrive_ms END, redrive_count = ?
          WHERE map_run = ? AND place = ?`,
      )
      .run(atMs, redriveCount, atMs, redriveCount, mapRunArn, index);
  }
}
