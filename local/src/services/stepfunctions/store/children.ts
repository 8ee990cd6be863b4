import type { Store } from '../../../core/store/store.ts';

/** A parent task that waits for the execution it started (`states:startExecution.sync`). */
export interface Parenthood {
  readonly parent: number;
  readonly task: string;
  readonly childArn: string;
  /** ARN of the role that stops the child if the parent does not wait for it any more. */
  readonly roleArn: string;
}

const COLUMNS = 'parent, task, child_arn AS childArn, parent_role_arn AS roleArn';

export class Children {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Call it inside `store.write`. */
  put({ parent, task, childArn, roleArn }: Parenthood): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO states_children (parent, task, child_arn, parent_role_arn) VALUES (?, ?, ?, ?)')
      .run(parent, task, childArn, roleArn);
  }

  /** Call it inside `store.write`. */
  remove(parent: number, task: string): void {
    this.#store.prepare('DELETE FROM states_children WHERE parent = ? AND task = ?').run(parent, task);
  }

  of(parent: number, task: string): Parenthood | undefined {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM states_children WHERE parent = ? AND task = ?`)
      .get(parent, task) as Parenthood | undefined;
  }

  parentsOf(childArn: string): Parenthood[] {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM states_children WHERE child_arn = ?`)
      .all(childArn) as unknown as Parenthood[];
  }

  /** Parent tasks whose child has ended, but whose answer was lost in a crash. */
  orphaned(): Parenthood[] {
    return this.#store
      .prepare(
        `SELECT ${COLUMNS} FROM states_children
          JOIN states_executions ON arn = child_arn WHERE status <> 'RUNNING'`,
      )
      .all() as unknown as Parenthood[];
  }
}
