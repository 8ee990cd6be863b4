import type { Store } from '../../../core/store/store.ts';

export const HTTP_METHODS = ['POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'] as const;

/** The rate of a destination for which none is given, in invocations per second. */
export const DEFAULT_PER_SECOND = 300;

export interface ApiDestination {
  readonly name: string;
  /** The last part of the destination's ARN. */
  readonly id: string;
  readonly description: string | null;
  readonly connectionArn: string;
  /** Each `*` is replaced by a path parameter of the target. */
  readonly endpoint: string;
  readonly method: (typeof HTTP_METHODS)[number];
  readonly perSecond: number;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

const COLUMNS = `name, id, description, connection_arn AS connectionArn, endpoint, method, per_second AS perSecond,
  created_ms AS createdMs, modified_ms AS modifiedMs`;

/** API destinations by name. Methods that write must be called inside a transaction of the store. */
export class ApiDestinationStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  find(name: string): ApiDestination | undefined {
    return this.#store.prepare(`SELECT ${COLUMNS} FROM eventbridge_api_destinations WHERE name = ?`).get(name) as
      | ApiDestination
      | undefined;
  }

  list(): readonly ApiDestination[] {
    return this.#store
      .prepare(`SELECT ${COLUMNS} FROM eventbridge_api_destinations ORDER BY name`)
      .all() as unknown as ApiDestination[];
  }

  put(destination: ApiDestination): void {
    const { name, id, description, connectionArn, endpoint, method, perSecond, createdMs, modifiedMs } = destination;
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO eventbridge_api_destinations (name, id, description, connection_arn, endpoint, method,
          per_second, created_ms, modified_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(name, id, description, connectionArn, endpoint, method, perSecond, createdMs, modifiedMs);
  }

  delete(name: string): void {
    this.#store.prepare('DELETE FROM eventbridge_api_destinations WHERE name = ?').run(name);
  }
}
