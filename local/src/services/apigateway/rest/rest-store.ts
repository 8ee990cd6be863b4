import type { ValueObject } from '../../../core/cloudformation/value.ts';
import { type DefinitionName, DefinitionTable } from '../../../core/store/definition-table.ts';
import type { Store } from '../../../core/store/store.ts';
import type { ApiKey, Kinds, Method, RestApi, UsagePlan } from './definitions.ts';
import type { KnownParts, StoredPart } from './known-parts.ts';

/** A method with its full path. */
export interface ServedMethod extends Method {
  /** For example `GET /pets/{id}`. */
  readonly routeKey: string;
  readonly path: string;
}

type PartName = DefinitionName<Kinds>;

const SQL = {
  used: 'SELECT used FROM restapi_usage WHERE plan_id = ? AND key_id = ? AND period = ?',
  first: 'SELECT MIN(period) AS period FROM restapi_usage WHERE plan_id = ? AND key_id = ?',
  use: `INSERT INTO restapi_usage (plan_id, key_id, period, used) VALUES (?, ?, ?, 1)
        ON CONFLICT (plan_id, key_id, period) DO UPDATE SET used = used + 1`,
} as const;

const OWN_MODELS: { readonly [name: string]: ValueObject | undefined } = {
  Empty: {},
  Error: { type: 'object', properties: { message: { type: 'string' } } },
};

/** Definitions of REST APIs, API keys and usage plans, and the counted usage of keys. */
export class RestStore implements KnownParts {
  readonly definitions: DefinitionTable<Kinds>;
  readonly #store: Store;
  readonly #served = new Map<string, readonly ServedMethod[]>();

  constructor(store: Store) {
    this.#store = store;
    this.definitions = new DefinitionTable(store, 'restapi_parts', () => this.#served.clear());
    store.define(`
      CREATE TABLE IF NOT EXISTS restapi_usage (
        plan_id TEXT NOT NULL, key_id TEXT NOT NULL, period TEXT NOT NULL, used INTEGER NOT NULL,
        PRIMARY KEY (plan_id, key_id, period)) WITHOUT ROWID`);
  }

  /**
   * Stores an API with the parts of its document, and removes the parts that only its previous document defined, unless
   * the API keeps them.
   */
  putApi(
    api: RestApi,
    parts: readonly StoredPart[],
    { keepsOthers }: { readonly keepsOthers: boolean },
  ): Promise<void> {
    const { imported = [] } = api;
    const isImported = ({ kind, id }: PartName) => imported.some((each) => each.kind === kind && each.id === id);
    const others = this.#importedInto(api.id).filter((name) => !isImported(name));
    const definition = keepsOthers ? { ...api, imported: [...imported, ...others] } : api;
    return this.definitions.change([{ kind: 'api', definition }, ...parts], keepsOthers ? [] : others);
  }

  /** Removes an API and the parts of its document. */
  removeApi(id: string): Promise<void> {
    return this.definitions.change([], [{ kind: 'api', id }, ...this.#importedInto(id)]);
  }

  #importedInto(apiId: string): readonly PartName[] {
    return this.definitions.find('api', apiId)?.imported ?? [];
  }

  /** All methods of an API. The result is cached until a definition changes. */
  methodsOf(api: RestApi): readonly ServedMethod[] {
    const known = this.#served.get(api.id);
    if (known) return known;
    const resources = new Map(this.definitions.all('resource').map((resource) => [resource.id, resource]));
    const pathOf = (id: string): string => {
      const resource = resources.get(id);
      return resource === undefined ? '' : `${pathOf(resource.parentId)}/${resource.pathPart}`;
    };
    const served = this.definitions
      .all('method')
      .filter(({ apiId }) => apiId === api.id)
      .map((method) => {
        const path = pathOf(method.resourceId) || '/';
        return { ...method, path, routeKey: `${method.httpMethod} ${path}` };
      });
    this.#served.set(api.id, served);
    return served;
  }

  /** The schema of a model, by `<api>/<name>`. Each API has the models `Empty` and `Error`. */
  model(id: string): ValueObject | undefined {
    return this.definitions.find('model', id)?.schema ?? OWN_MODELS[id.replace(/^.*\//, '')];
  }

  authorizer(id: string): Kinds['authorizer'] | undefined {
    return this.definitions.find('authorizer', id);
  }

  hasValidator(id: string): boolean {
    return this.definitions.find('validator', id) !== undefined;
  }

  hasModel(id: string): boolean {
    return this.model(id) !== undefined;
  }

  /** The enabled key with this value and its usage plan for a stage; undefined if either does not exist. */
  admitted(value: string, apiId: string, stage: string): { key: ApiKey; plan: UsagePlan } | undefined {
    const key = this.definitions.all('key').find((each) => each.value === value && each.isEnabled);
    if (!key) return undefined;
    const planIds = new Set(
      this.definitions.all('planKey').flatMap(({ keyId, planId }) => (keyId === key.id ? [planId] : [])),
    );
    const plan = this.definitions
      .all('plan')
      .find(({ id, stages }) => planIds.has(id) && stages.some((each) => each.apiId === apiId && each.stage === stage));
    return plan && { key, plan };
  }

  usedIn(planId: string, keyId: string, period: string): number {
    return Number(this.#store.prepare(SQL.used).get(planId, keyId, period)?.used ?? 0);
  }

  /**
   * Counts one request and resolves with true; if the quota is used up, resolves with false. `limitIn` returns the
   * limit of the period; its argument `isFirst` is true in the first period of the key in this plan.
   */
  use(planId: string, keyId: string, period: string, limitIn: (isFirst: boolean) => number): Promise<boolean> {
    return this.#store.write(() => {
      const first = this.#store.prepare(SQL.first).get(planId, keyId)?.period;
      const limit = limitIn(typeof first !== 'string' || first === period);
      if (this.usedIn(planId, keyId, period) >= limit) return false;
      this.#store.prepare(SQL.use).run(planId, keyId, period);
      return true;
    });
  }
}
