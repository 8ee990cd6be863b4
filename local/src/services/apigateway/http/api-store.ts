import type { Store } from '../../../core/store/store.ts';
import { apiExists } from '../errors.ts';
import type { Api, Kinds } from './definitions.ts';

/** An API with all its parts. */
export interface ServedApi {
  readonly api: Api;
  readonly routes: readonly Kinds['route'][];
  readonly integrations: ReadonlyMap<string, Kinds['integration']>;
  readonly authorizers: ReadonlyMap<string, Kinds['authorizer']>;
  readonly stage: Kinds['stage'] | undefined;
}

/** A part of an API with its id. */
export type ApiPart = {
  [K in keyof Kinds]: { readonly kind: K; readonly id: string; readonly part: Kinds[K] };
}[keyof Kinds];

/** The kinds of parts that an OpenAPI document defines. */
const DEFINED: readonly (keyof Kinds)[] = ['route', 'integration', 'authorizer'];

const SQL = {
  putApi: 'INSERT OR REPLACE INTO httpapi_apis (id, name, body) VALUES (?, ?, ?)',
  api: 'SELECT body FROM httpapi_apis WHERE id = ?',
  apis: 'SELECT body FROM httpapi_apis ORDER BY name',
  apiByName: 'SELECT body FROM httpapi_apis WHERE name = ?',
  deleteApi: 'DELETE FROM httpapi_apis WHERE id = ?',
  deleteParts: 'DELETE FROM httpapi_parts WHERE api_id = ?',
  putPart: 'INSERT OR REPLACE INTO httpapi_parts (api_id, kind, id, body) VALUES (?, ?, ?, ?)',
  parts: 'SELECT id, body FROM httpapi_parts WHERE api_id = ? AND kind = ? ORDER BY id',
  deleteKind: 'DELETE FROM httpapi_parts WHERE api_id = ? AND kind = ?',
  deletePart: 'DELETE FROM httpapi_parts WHERE api_id = ? AND kind = ? AND id = ?',
} as const;

/** HTTP APIs and their parts. Names are unique, because an API's address contains its name. */
export class ApiStore {
  readonly #store: Store;
  readonly #served = new Map<string, ServedApi>();

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS httpapi_apis (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS httpapi_parts (
        api_id TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (api_id, kind, id)
      ) WITHOUT ROWID`);
  }

  api(apiId: string): Api | undefined {
    return this.#one<Api>(SQL.api, apiId);
  }

  all(): Api[] {
    return this.#store
      .prepare(SQL.apis)
      .all()
      .map(({ body }) => JSON.parse(String(body)) as Api);
  }

  apiNamed(name: string): Api | undefined {
    return this.#one<Api>(SQL.apiByName, name);
  }

  /** Stores a new API with its parts. Throws ResourceConflictException if another API has its name. */
  async addApi(api: Api, parts: readonly ApiPart[]): Promise<void> {
    await this.#store.write(() => {
      if (this.apiNamed(api.name)) throw apiExists(api.name);
      this.#putApi(api, parts);
    });
  }

  /**
   * Changes an API. `parts` replace all parts of the API except its stage; undefined keeps them. Throws
   * ResourceConflictException if another API has its name.
   */
  async changeApi(api: Api, parts: readonly ApiPart[] | undefined): Promise<void> {
    await this.#store.write(() => {
      if ((this.apiNamed(api.name)?.apiId ?? api.apiId) !== api.apiId) throw apiExists(api.name);
      if (parts) for (const kind of DEFINED) this.#store.prepare(SQL.deleteKind).run(api.apiId, kind);
      this.#putApi(api, parts ?? []);
    });
    this.#served.clear();
  }

  #putApi(api: Api, parts: readonly ApiPart[]): void {
    this.#store.prepare(SQL.putApi).run(api.apiId, api.name, JSON.stringify(api));
    for (const { kind, id, part } of parts)
      this.#store.prepare(SQL.putPart).run(api.apiId, kind, id, JSON.stringify(part));
  }

  async deleteApi(apiId: string): Promise<void> {
    await this.#change(SQL.deleteParts, apiId);
    await this.#change(SQL.deleteApi, apiId);
  }

  putPart(apiId: string, { kind, id, part }: ApiPart): Promise<void> {
    return this.#change(SQL.putPart, apiId, kind, id, JSON.stringify(part));
  }

  deletePart(apiId: string, kind: keyof Kinds, id: string): Promise<void> {
    return this.#change(SQL.deletePart, apiId, kind, id);
  }

  /** The API with this name; undefined if it does not exist. The result is cached until a definition changes. */
  served(name: string): ServedApi | undefined {
    const known = this.#served.get(name);
    if (known) return known;
    const api = this.apiNamed(name);
    if (!api) return undefined;
    const served: ServedApi = {
      api,
      routes: [...this.parts(api.apiId, 'route').values()],
      integrations: this.parts(api.apiId, 'integration'),
      authorizers: this.parts(api.apiId, 'authorizer'),
      stage: this.parts(api.apiId, 'stage').get('$default'),
    };
    this.#served.set(name, served);
    return served;
  }

  /** The parts of an API of one kind, by id. */
  parts<K extends keyof Kinds>(apiId: string, kind: K): ReadonlyMap<string, Kinds[K]> {
    const rows = this.#store.prepare(SQL.parts).all(apiId, kind);
    return new Map(rows.map(({ id, body }) => [String(id), JSON.parse(String(body)) as Kinds[K]]));
  }

  #one<T>(sql: string, key: string): T | undefined {
    const row = this.#store.prepare(sql).get(key);
    return row && (JSON.parse(String(row.body)) as T);
  }

  async #change(sql: string, ...values: readonly string[]): Promise<void> {
    await this.#store.write(() => this.#store.prepare(sql).run(...values));
    this.#served.clear();
  }
}
