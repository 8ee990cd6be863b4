import type { Timer } from '../../../core/clock/timers.ts';
import type { Store } from '../../../core/store/store.ts';
import type { Queues } from '../queues.ts';
import type { Queue } from '../store/queue-table.ts';
import { hasMessagesLeft, type Move, moveMessages } from './move-messages.ts';

const TIMER_OWNER = 'sqs.moves';
const SECOND_MS = 1_000;

/** The reason of a failed task: a message was sent to the dead-letter queue directly, so no queue is its source. */
const NO_SOURCE = 'CouldNotDetermineMessageSource';

/** A stored task. Times are on the runtime's clock. */
export interface MoveTask {
  readonly handle: string;
  readonly sourceArn: string;
  readonly destinationArn: string | null;
  /** Messages per second; null for as many as possible. */
  readonly rate: number | null;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly failure: string | null;
  readonly moved: number;
  readonly toMove: number;
  readonly lastPosition: number;
  readonly startedMs: number;
}

const COLUMNS = `handle, source_arn AS sourceArn, destination_arn AS destinationArn, rate, status, failure, moved,
  to_move AS toMove, last_position AS lastPosition, started_ms AS startedMs`;

const TABLE = `CREATE TABLE IF NOT EXISTS sqs_moves (
  handle TEXT PRIMARY KEY, source_arn TEXT NOT NULL, destination_arn TEXT, rate INTEGER, status TEXT NOT NULL,
  failure TEXT, moved INTEGER NOT NULL, to_move INTEGER NOT NULL, last_position INTEGER NOT NULL,
  started_ms INTEGER NOT NULL
)`;

/** Converts the tasks of an older version of this runtime, which were all completed at once. */
const defineTable = (store: Store): void => {
  store.migrate(
    'sqs_move_tasks',
    'moved',
    `${TABLE};
     INSERT INTO sqs_moves
       SELECT handle, source_arn, destination_arn, NULL, 'COMPLETED', NULL, moved, moved, 0, started_ms
       FROM sqs_move_tasks ORDER BY rowid;
     DROP TABLE sqs_move_tasks`,
  );
  store.define(TABLE);
};

export interface NewTask {
  readonly handle: string;
  readonly source: Queue;
  readonly destination: Queue | undefined;
  readonly rate: number | undefined;
}

/**
 * The tasks that move messages out of dead-letter queues. A task without a rate moves all its messages when it starts; a
 * task with a rate moves so many each second, also after a restart. Methods that change tasks must be called inside
 * `write`.
 */
export class MoveTasks {
  readonly #queues: Queues;

  constructor(queues: Queues) {
    this.#queues = queues;
    const { store, timers } = queues.kernel;
    defineTable(store);
    timers.handle(TIMER_OWNER, (timer) => this.#secondPassed(timer));
  }

  find(handle: string): MoveTask | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM sqs_moves WHERE handle = ?`).get(handle);
    return row as MoveTask | undefined;
  }

  /** The latest tasks of a source, at most `limit`, the latest first. */
  latest(sourceArn: string, limit: number): readonly MoveTask[] {
    const sql = `SELECT ${COLUMNS} FROM sqs_moves WHERE source_arn = ? ORDER BY started_ms DESC, rowid DESC LIMIT ?`;
    return this.#store.prepare(sql).all(sourceArn, limit) as unknown as MoveTask[];
  }

  isRunning(sourceArn: string): boolean {
    const sql = `SELECT 1 FROM sqs_moves WHERE source_arn = ? AND status = 'RUNNING'`;
    return this.#store.prepare(sql).get(sourceArn) !== undefined;
  }

  begin({ handle, source, destination, rate }: NewTask): void {
    const { kernel, states, arnOf } = this.#queues;
    const { visible } = states.depth(source);
    this.#store
      .prepare(`INSERT INTO sqs_moves VALUES (?, ?, ?, ?, 'RUNNING', NULL, 0, ?, ?, ?)`)
      .run(
        handle,
        arnOf(source),
        destination ? arnOf(destination) : null,
        rate ?? null,
        visible,
        states.table.lastPosition(),
        kernel.clock.now(),
      );
    this.#continue(handle);
  }

  cancel({ handle }: MoveTask): void {
    this.#end(handle, 'CANCELLED', null);
  }

  get #store(): Store {
    return this.#queues.kernel.store;
  }

  async #secondPassed({ id }: Timer): Promise<void> {
    await this.#queues.write(() => this.#continue(id));
  }

  /** Moves the messages of one second. A task whose queues were deleted is removed. */
  #continue(handle: string): void {
    const task = this.find(handle);
    if (task?.status !== 'RUNNING') return;
    const move = this.#moveOf(task);
    if (!move) {
      this.#store.prepare('DELETE FROM sqs_moves WHERE handle = ?').run(handle);
      return;
    }
    const limit = task.rate ?? Number.POSITIVE_INFINITY;
    const moved = moveMessages(this.#queues, move, limit);
    this.#store.prepare('UPDATE sqs_moves SET moved = moved + ? WHERE handle = ?').run(moved, handle);
    const isLeft = hasMessagesLeft(this.#queues, move);
    if (moved === limit && isLeft) {
      const { clock, timers } = this.#queues.kernel;
      timers.set(TIMER_OWNER, handle, clock.now() + SECOND_MS);
    } else this.#end(handle, isLeft ? 'FAILED' : 'COMPLETED', isLeft ? NO_SOURCE : null);
  }

  #moveOf({ sourceArn, destinationArn, lastPosition }: MoveTask): Move | undefined {
    const source = this.#queues.byArn(sourceArn);
    const destination = destinationArn === null ? undefined : this.#queues.byArn(destinationArn);
    if (!source || (destinationArn !== null && !destination)) return undefined;
    this.#queues.states.expire(source);
    return { source, destination, last: lastPosition };
  }

  #end(handle: string, status: MoveTask['status'], failure: string | null): void {
    this.#store.prepare('UPDATE sqs_moves SET status = ?, failure = ? WHERE handle = ?').run(status, failure, handle);
    this.#queues.kernel.timers.clear(TIMER_OWNER, handle);
  }
}
