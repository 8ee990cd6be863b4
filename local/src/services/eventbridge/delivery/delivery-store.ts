import type { Store } from '../../../core/store/store.ts';
import type { Target } from '../target.ts';
import type { DeadLetter, Delivery } from './delivery.ts';

/** Deliveries not done yet. Writing methods are called inside a work of the store. */
export class DeliveryStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  add(delivery: Omit<Delivery, 'id' | 'retries'>): Delivery {
    const { token, ruleArn, target, event, ingestedMs } = delivery;
    const { lastInsertRowid } = this.#store
      .prepare(
        `INSERT INTO eventbridge_deliveries (token, rule_arn, target, event, ingested_ms, retries, due_ms)
          VALUES (?, ?, ?, ?, ?, 0, ?)`,
      )
      .run(token, ruleArn, JSON.stringify(target), event, ingestedMs, ingestedMs);
    return { ...delivery, id: Number(lastInsertRowid), retries: 0 };
  }

  find(id: number): Delivery | undefined {
    const row = this.#store
      .prepare(
        `SELECT id, token, rule_arn AS ruleArn, target, event, ingested_ms AS ingestedMs, retries, failure
          FROM eventbridge_deliveries WHERE id = ?`,
      )
      .get(id) as (Omit<Delivery, 'target' | 'deadLetter'> & { target: string; failure: string | null }) | undefined;
    if (!row) return undefined;
    const { failure, target, ...rest } = row;
    const delivery: Delivery = { ...rest, target: JSON.parse(target) as Target };
    return failure === null ? delivery : { ...delivery, deadLetter: JSON.parse(failure) as DeadLetter };
  }

  /** Ids of what should have been tried by now, oldest first. */
  due(nowMs: number): readonly number[] {
    return this.#store
      .prepare('SELECT id FROM eventbridge_deliveries WHERE due_ms <= ? ORDER BY id')
      .all(nowMs)
      .map(({ id }) => Number(id));
  }

  postpone(id: number, retries: number, dueMs: number): void {
    this.#store
      .prepare('UPDATE eventbridge_deliveries SET retries = ?, due_ms = ? WHERE id = ?')
      .run(retries, dueMs, id);
  }

  giveUp(id: number, deadLetter: DeadLetter): void {
    this.#store
      .prepare('UPDATE eventbridge_deliveries SET retries = 0, failure = ? WHERE id = ?')
      .run(JSON.stringify(deadLetter), id);
  }

  remove(id: number): void {
    this.#store.prepare('DELETE FROM eventbridge_deliveries WHERE id = ?').run(id);
  }
}
