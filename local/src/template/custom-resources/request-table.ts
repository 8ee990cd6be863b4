import type { Store } from '../../core/store/store.ts';
import type { Outcome } from './response.ts';

/** The latest request of a custom resource. */
export interface StoredRequest {
  /** Name of the resource; each replacement has another one. */
  readonly resource: string;
  readonly requestId: string;
  /** Secret in the response URL. */
  readonly secret: string;
  /** The request without its RequestId and ResponseURL, as JSON text. */
  readonly request: string;
  /** Whether the provider has received the request. */
  readonly isSent: boolean;
  /** Undefined while there is no response. */
  readonly outcome: Outcome | undefined;
}

const COLUMNS = 'resource, request_id, secret, request, is_sent, outcome';

/** The latest request of each custom resource, in the store. Call the changing methods inside `store.write`. */
export class RequestTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`CREATE TABLE IF NOT EXISTS custom_resource_requests (
      resource TEXT PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, secret TEXT NOT NULL UNIQUE, request TEXT NOT NULL,
      is_sent INTEGER NOT NULL, outcome TEXT
    ) WITHOUT ROWID`);
  }

  ofResource(resource: string): StoredRequest | undefined {
    return this.#find('resource', resource);
  }

  withId(requestId: string): StoredRequest | undefined {
    return this.#find('request_id', requestId);
  }

  withSecret(secret: string): StoredRequest | undefined {
    return this.#find('secret', secret);
  }

  /** Stores a request in place of the resource's previous one, whose response URL becomes invalid. */
  put({ resource, requestId, secret, request, isSent }: Omit<StoredRequest, 'outcome'>): void {
    this.#store
      .prepare(`INSERT OR REPLACE INTO custom_resource_requests (${COLUMNS}) VALUES (?, ?, ?, ?, ?, NULL)`)
      .run(resource, requestId, secret, request, isSent ? 1 : 0);
  }

  markSent(requestId: string): void {
    this.#store.prepare('UPDATE custom_resource_requests SET is_sent = 1 WHERE request_id = ?').run(requestId);
  }

  /** Ends a request. Later outcomes of the same request are ignored. */
  end(requestId: string, outcome: Outcome): void {
    this.#store
      .prepare('UPDATE custom_resource_requests SET outcome = ? WHERE request_id = ? AND outcome IS NULL')
      .run(JSON.stringify(outcome), requestId);
  }

  remove(resource: string): void {
    this.#store.prepare('DELETE FROM custom_resource_requests WHERE resource = ?').run(resource);
  }

  #find(column: 'resource' | 'request_id' | 'secret', value: string): StoredRequest | undefined {
    const row = this.#store.prepare(`SELECT ${COLUMNS} FROM custom_resource_requests WHERE ${column} = ?`).get(value);
    return row && stored(row);
  }
}

const stored = (row: Record<string, unknown>): StoredRequest => ({
  resource: String(row.resource),
  requestId: String(row.request_id),
  secret: String(row.secret),
  request: String(row.request),
  isSent: row.is_sent === 1,
  outcome: row.outcome === null ? undefined : JSON.parse(String(row.outcome)),
});
