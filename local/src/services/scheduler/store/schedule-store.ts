import type { Store } from '../../../core/store/store.ts';
import { scheduleNotFound } from '../errors.ts';
import type { Schedule } from '../schedule/schedule.ts';

/** The schedules of all groups. Methods that write must be called inside a transaction of the store. */
export class ScheduleStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(group: string, name: string): Schedule | undefined {
    const row = this.#store
      .prepare('SELECT schedule FROM scheduler_schedules WHERE group_name = ? AND name = ?')
      .get(group, name);
    return row && (JSON.parse(String(row.schedule)) as Schedule);
  }

  /** The schedule with this name. Throws ResourceNotFoundException. */
  get(group: string, name: string): Schedule {
    const schedule = this.find(group, name);
    if (!schedule) throw scheduleNotFound(name);
    return schedule;
  }

  /** All schedules, sorted by group and name. */
  list(): readonly Schedule[] {
    return this.#store
      .prepare('SELECT schedule FROM scheduler_schedules ORDER BY group_name, name')
      .all()
      .map(({ schedule }) => JSON.parse(String(schedule)) as Schedule);
  }

  put(schedule: Schedule): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO scheduler_schedules (group_name, name, schedule) VALUES (?, ?, ?)')
      .run(schedule.group, schedule.name, JSON.stringify(schedule));
  }

  delete(group: string, name: string): void {
    this.#store.prepare('DELETE FROM scheduler_schedules WHERE group_name = ? AND name = ?').run(group, name);
  }
}
