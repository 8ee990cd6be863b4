import type { Store } from '../../../core/store/store.ts';

export interface ActivityRow {
  readonly arn: string;
  readonly name: string;
  readonly createdMs: number;
}

/** A task of an activity that waits for a worker. */
export interface ActivityTask {
  readonly execution: number;
  readonly task: string;
  readonly token: string;
  /** The task's input as JSON text. */
  readonly input: string;
}

export class Activities {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  byArn(arn: string): ActivityRow | undefined {
    return this.#store
      .prepare('SELECT arn, name, created_ms AS createdMs FROM states_activities WHERE arn = ?')
      .get(arn) as ActivityRow | undefined;
  }

  /** The activities with a name after `after`, sorted by name. */
  list(after: string, limit: number): ActivityRow[] {
    return this.#store
      .prepare('SELECT arn, name, created_ms AS createdMs FROM states_activities WHERE name > ? ORDER BY name LIMIT ?')
      .all(after, limit) as unknown as ActivityRow[];
  }

  /** Call it inside `store.write`. */
  insert({ arn, name, createdMs }: ActivityRow): void {
    this.#store
      .prepare('INSERT INTO states_activities (arn, name, created_ms) VALUES (?, ?, ?)')
      .run(arn, name, createdMs);
  }

  /** Call it inside `store.write`. */
  remove(arn: string): void {
    this.#store.prepare('DELETE FROM states_activities WHERE arn = ?').run(arn);
    this.#store.prepare('DELETE FROM states_tags WHERE resource_arn = ?').run(arn);
  }

  /** Call it inside `store.write`. */
  schedule(activityArn: string, it: ActivityTask): void {
    this.#store
      .prepare('INSERT INTO states_activity_tasks (activity_arn, execution, task, token, input) VALUES (?, ?, ?, ?, ?)')
      .run(activityArn, it.execution, it.task, it.token, it.input);
  }

  /** Removes a task that a worker has taken or that was cancelled. Call it inside `store.write`. */
  unschedule(execution: number, task: string): void {
    this.#store.prepare('DELETE FROM states_activity_tasks WHERE execution = ? AND task = ?').run(execution, task);
  }

  /** The tasks that have waited longest, oldest first; at most `limit`. */
  waiting(activityArn: string, limit: number): ActivityTask[] {
    return this.#store
      .prepare(
        'SELECT execution, task, token, input FROM states_activity_tasks WHERE activity_arn = ? ORDER BY id LIMIT ?',
      )
      .all(activityArn, limit) as unknown as ActivityTask[];
  }
}
