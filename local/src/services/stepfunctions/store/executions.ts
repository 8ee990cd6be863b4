import type { Store } from '../../../core/store/store.ts';
import type { ExecutionStatus } from '../interpreter/contract.ts';

/**
 * STANDARD executions are kept and listed. EXPRESS executions are removed at their end, SYNC executions (of
 * StartSyncExecution) at their end or at a restart.
 */
type ExecutionKind = 'STANDARD' | 'EXPRESS' | 'SYNC';

/** The fields of an execution that do not change while it runs. */
export interface ExecutionIdentity {
  readonly id: number;
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly kind: ExecutionKind;
  /**
   * Id of the row of `states_revisions` that the execution runs; later updates of the state machine do not change it.
   */
  readonly revision: number;
  readonly versionArn: string | null;
  readonly aliasArn: string | null;
  readonly traceHeader: string | null;
  readonly input: string;
  readonly startMs: number;
}

/** Status and result of an execution; JSON is stored as text, as the API shows it. */
export interface ExecutionState {
  readonly status: ExecutionStatus;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly stopMs: number | null;
  readonly redriveCount: number;
  readonly redriveMs: number | null;
}

export type ExecutionRow = ExecutionIdentity & ExecutionState;

/** The data from which the engine resumes the execution. */
export interface Resumable {
  readonly snapshot: string | null;
  readonly work: string | null;
}

export interface ListRequest {
  readonly column: 'machine_arn' | 'version_arn' | 'alias_arn';
  readonly arn: string;
  readonly status?: string;
  /** Filter by redrive: `REDRIVEN` or `NOT_REDRIVEN`. */
  readonly redrive?: string;
  /** Only executions with an id smaller than this. */
  readonly before?: number;
  readonly limit: number;
}

const IDENTITY = `id, arn, machine_arn AS stateMachineArn, name, kind, revision, version_arn AS versionArn, alias_arn AS aliasArn,
  trace_header AS traceHeader, input, start_ms AS startMs`;
const STATE = 'status, output, error, cause, stop_ms AS stopMs, redrive_count AS redriveCount, redrive_ms AS redriveMs';
const ROW = `${IDENTITY}, ${STATE}`;

export class Executions {
  readonly #store: Store;
  #nextId: number;

  constructor(store: Store) {
    this.#store = store;
    this.#nextId = Number(store.prepare('SELECT MAX(id) AS newest FROM states_executions').get()?.newest ?? 0) + 1;
  }

  /** Returns an unused id; ids grow with the time of the start. */
  newId(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }

  /** Inserts an execution; throws if there is one with this ARN. Call it inside `store.write`. */
  insert(it: ExecutionIdentity, state: ExecutionState, resumable: Resumable): void {
    this.#store
      .prepare(
        `INSERT INTO states_executions (id, arn, machine_arn, name, kind, revision, version_arn, alias_arn, trace_header,
          input, start_ms, status, output, error, cause, stop_ms, redrive_count, redrive_ms, snapshot, work)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        it.id,
        it.arn,
        it.stateMachineArn,
        it.name,
        it.kind,
        it.revision,
        it.versionArn,
        it.aliasArn,
        it.traceHeader,
        it.input,
        it.startMs,
        ...stateValues(state),
        resumable.snapshot,
        resumable.work,
      );
  }

  /** Call it inside `store.write`. */
  update(id: number, state: ExecutionState, { snapshot, work }: Resumable): void {
    this.#store
      .prepare(
        `UPDATE states_executions SET status = ?, output = ?, error = ?, cause = ?, stop_ms = ?, redrive_count = ?,
          redrive_ms = ?, snapshot = ?, work = ? WHERE id = ?`,
      )
      .run(...stateValues(state), snapshot, work, id);
  }

  /** Removes the execution, without its history. Call it inside `store.write`. */
  remove(id: number): void {
    this.#store.prepare('DELETE FROM states_executions WHERE id = ?').run(id);
  }

  byArn(arn: string): ExecutionRow | undefined {
    return this.#store.prepare(`SELECT ${ROW} FROM states_executions WHERE arn = ?`).get(arn) as
      | ExecutionRow
      | undefined;
  }

  byId(id: number): (ExecutionRow & Resumable) | undefined {
    return this.#store.prepare(`SELECT ${ROW}, snapshot, work FROM states_executions WHERE id = ?`).get(id) as
      | (ExecutionRow & Resumable)
      | undefined;
  }

  stateMachineOf(id: number): string | undefined {
    const row = this.#store
      .prepare('SELECT machine_arn AS stateMachineArn FROM states_executions WHERE id = ?')
      .get(id);
    return row && String(row.stateMachineArn);
  }

  /** Ids of executions with task effects in flight. */
  idsAtWork(): number[] {
    return this.#store
      .prepare('SELECT id FROM states_executions WHERE work IS NOT NULL ORDER BY id')
      .all()
      .map(({ id }) => Number(id));
  }

  runningOf(stateMachineArn: string): number[] {
    return this.#store
      .prepare(`SELECT id FROM states_executions WHERE machine_arn = ? AND status = 'RUNNING'`)
      .all(stateMachineArn)
      .map(({ id }) => Number(id));
  }

  /** Standard executions, newest first. */
  list({ column, arn, status, redrive, before, limit }: ListRequest): ExecutionRow[] {
    const redriven = redrive === undefined ? '' : `AND redrive_count ${redrive === 'REDRIVEN' ? '>' : '='} 0`;
    return this.#store
      .prepare(
        `SELECT ${ROW} FROM states_executions WHERE ${column} = ? AND kind = 'STANDARD' AND id < ?
          AND (? IS NULL OR status = ?) ${redriven} ORDER BY id DESC LIMIT ?`,
      )
      .all(arn, before ?? Number.MAX_SAFE_INTEGER, status ?? null, status ?? null, limit) as unknown as ExecutionRow[];
  }

  /** Ids of executions that ended before `ms` (milliseconds since the epoch), at most `limit`. */
  stoppedBefore(ms: number, limit: number): number[] {
    return this.#store
      .prepare('SELECT id FROM states_executions WHERE stop_ms < ? ORDER BY stop_ms LIMIT ?')
      .all(ms, limit)
      .map(({ id }) => Number(id));
  }

  /** Ids of executions of StartSyncExecution. */
  idsOfSync(): number[] {
    return this.#store
      .prepare(`SELECT id FROM states_executions WHERE kind <> 'STANDARD' AND kind = 'SYNC'`)
      .all()
      .map(({ id }) => Number(id));
  }
}

const stateValues = (state: ExecutionState) =>
  [state.status, state.output, state.error, state.cause, state.stopMs, state.redriveCount, state.redriveMs] as const;
