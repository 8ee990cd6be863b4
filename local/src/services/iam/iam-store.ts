import type { Store } from '../../core/store/store.ts';
import type { Tag } from './parameters.ts';

export interface Role {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly trustPolicy: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly tags: readonly Tag[];
  readonly createdMs: number;
  /** Whether the role has a policy, or had one before. */
  readonly hadPolicy: boolean;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly description: string | undefined;
  readonly defaultVersion: string;
  /** Number of the newest version. */
  readonly lastVersion: number;
  readonly tags: readonly Tag[];
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface PolicyVersion {
  readonly version: string;
  readonly document: string;
  readonly createdMs: number;
}

/** Stores roles and policies. Methods that change rows must be called inside `change`. */
export class IamStore {
  readonly #store: Store;
  #revision = 0;

  constructor(store: Store) {
    this.#store = store;
    store.define(`CREATE TABLE IF NOT EXISTS iam_roles (
      name TEXT PRIMARY KEY, path TEXT NOT NULL, arn TEXT NOT NULL, id TEXT NOT NULL, trust_policy TEXT NOT NULL,
      description TEXT, max_session_seconds INTEGER NOT NULL, tags TEXT NOT NULL, created_ms INTEGER NOT NULL,
      had_policy INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS iam_roles_by_arn ON iam_roles (arn);
    CREATE TABLE IF NOT EXISTS iam_role_policies (
      role TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (role, name)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS iam_attachments (
      role TEXT NOT NULL, policy_arn TEXT NOT NULL, PRIMARY KEY (role, policy_arn)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS iam_policies (
      arn TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, id TEXT NOT NULL, description TEXT,
      default_version TEXT NOT NULL, last_version INTEGER NOT NULL, tags TEXT NOT NULL,
      created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS iam_policy_versions (
      policy_arn TEXT NOT NULL, version TEXT NOT NULL, document TEXT NOT NULL, created_ms INTEGER NOT NULL,
      PRIMARY KEY (policy_arn, version)
    ) WITHOUT ROWID`);
  }

  /** Increases with every change; caches compare it to detect stale data. */
  get revision(): number {
    return this.#revision;
  }

  /** Runs `change` in one transaction, then increases `revision`. */
  async change<T>(change: () => T): Promise<T> {
    const result = await this.#store.write(change);
    this.#revision += 1;
    return result;
  }

  role(name: string): Role | undefined {
    const row = this.#store.prepare('SELECT * FROM iam_roles WHERE name = ?').get(name);
    return row && readRole(row);
  }

  roleByArn(arn: string): Role | undefined {
    const row = this.#store.prepare('SELECT * FROM iam_roles WHERE arn = ?').get(arn);
    return row && readRole(row);
  }

  roles(): Role[] {
    return this.#store.prepare('SELECT * FROM iam_roles ORDER BY name').all().map(readRole);
  }

  putRole(role: Role): void {
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO iam_roles
         (name, path, arn, id, trust_policy, description, max_session_seconds, tags, created_ms, had_policy)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        role.name,
        role.path,
        role.arn,
        role.id,
        role.trustPolicy,
        role.description ?? null,
        role.maxSessionSeconds,
        JSON.stringify(role.tags),
        role.createdMs,
        Number(role.hadPolicy),
      );
  }

  deleteRole(name: string): void {
    this.#store.prepare('DELETE FROM iam_roles WHERE name = ?').run(name);
  }

  /** The inline policies of a role: documents by name, ordered by name. */
  rolePolicies(role: string): ReadonlyMap<string, string> {
    const rows = this.#store.prepare('SELECT name, document FROM iam_role_policies WHERE role = ? ORDER BY name');
    return new Map(rows.all(role).map((row) => [String(row.name), String(row.document)]));
  }

  putRolePolicy(role: string, name: string, document: string): void {
    this.#store
      .prepare('INSERT OR REPLACE INTO iam_role_policies (role, name, document) VALUES (?, ?, ?)')
      .run(role, name, document);
    this.#markHadPolicy(role);
  }

  deleteRolePolicy(role: string, name: string): void {
    this.#store.prepare('DELETE FROM iam_role_policies WHERE role = ? AND name = ?').run(role, name);
  }

  /** ARNs of the managed policies attached to a role. */
  attachments(role: string): string[] {
    const rows = this.#store.prepare('SELECT policy_arn FROM iam_attachments WHERE role = ? ORDER BY policy_arn');
    return rows.all(role).map((row) => String(row.policy_arn));
  }

  /** Names of the roles to which a managed policy is attached. */
  attachedRoles(policyArn: string): string[] {
    const rows = this.#store.prepare('SELECT role FROM iam_attachments WHERE policy_arn = ? ORDER BY role');
    return rows.all(policyArn).map((row) => String(row.role));
  }

  attach(role: string, policyArn: string): void {
    this.#store.prepare('INSERT OR IGNORE INTO iam_attachments (role, policy_arn) VALUES (?, ?)').run(role, policyArn);
    this.#markHadPolicy(role);
  }

  #markHadPolicy(role: string): void {
    this.#store.prepare('UPDATE iam_roles SET had_policy = 1 WHERE name = ?').run(role);
  }

  detach(role: string, policyArn: string): void {
    this.#store.prepare('DELETE FROM iam_attachments WHERE role = ? AND policy_arn = ?').run(role, policyArn);
  }

  policy(arn: string): ManagedPolicy | undefined {
    const row = this.#store.prepare('SELECT * FROM iam_policies WHERE arn = ?').get(arn);
    return row && readPolicy(row);
  }

  policies(): ManagedPolicy[] {
    return this.#store.prepare('SELECT * FROM iam_policies ORDER BY name').all().map(readPolicy);
  }

  putPolicy(policy: ManagedPolicy): void {
    this.#store
      .prepare(
        `INSERT OR REPLACE INTO iam_policies
         (arn, name, path, id, description, default_version, last_version, tags, created_ms, updated_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        policy.arn,
        policy.name,
        policy.path,
        policy.id,
        policy.description ?? null,
        policy.defaultVersion,
        policy.lastVersion,
        JSON.stringify(policy.tags),
        policy.createdMs,
        policy.updatedMs,
      );
  }

  /** Deletes a policy and its versions. */
  deletePolicy(arn: string): void {
    this.#store.prepare('DELETE FROM iam_policies WHERE arn = ?').run(arn);
    this.#store.prepare('DELETE FROM iam_policy_versions WHERE policy_arn = ?').run(arn);
  }

  /** Versions of a managed policy, newest first. */
  versions(policyArn: string): PolicyVersion[] {
    const rows = this.#store.prepare(
      'SELECT version, document, created_ms FROM iam_policy_versions WHERE policy_arn = ? ORDER BY length(version) DESC, version DESC',
    );
    return rows.all(policyArn).map((row) => ({
      version: String(row.version),
      document: String(row.document),
      createdMs: Number(row.created_ms),
    }));
  }

  putVersion(policyArn: string, { version, document, createdMs }: PolicyVersion): void {
    this.#store
      .prepare(
        'INSERT OR REPLACE INTO iam_policy_versions (policy_arn, version, document, created_ms) VALUES (?, ?, ?, ?)',
      )
      .run(policyArn, version, document, createdMs);
  }

  deleteVersion(policyArn: string, version: string): void {
    this.#store.prepare('DELETE FROM iam_policy_versions WHERE policy_arn = ? AND version = ?').run(policyArn, version);
  }
}

type Row = Record<string, unknown>;

const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const readRole = (row: Row): Role => ({
  name: String(row.name),
  path: String(row.path),
  arn: String(row.arn),
  id: String(row.id),
  trustPolicy: String(row.trust_policy),
  description: optionalText(row.description),
  maxSessionSeconds: Number(row.max_session_seconds),
  tags: JSON.parse(String(row.tags)),
  createdMs: Number(row.created_ms),
  hadPolicy: row.had_policy === 1,
});

const readPolicy = (row: Row): ManagedPolicy => ({
  arn: String(row.arn),
  name: String(row.name),
  path: String(row.path),
  id: String(row.id),
  description: optionalText(row.description),
  defaultVersion: String(row.default_version),
  lastVersion: Number(row.last_version),
  tags: JSON.parse(String(row.tags)),
  createdMs: Number(row.created_ms),
  updatedMs: Number(row.updated_ms),
});
