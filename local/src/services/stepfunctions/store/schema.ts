import type { Store } from '../../../core/store/store.ts';

/**
 * Defines the tables of Step Functions. An execution keeps its snapshot while it is running or redrivable. Its history
 * is stored as one chunk of events per step. `work` contains the task effects in flight, which must be repeated after a
 * crash. It is null for idle executions, so that a restart reads few rows.
 */
export const defineTables = (store: Store): void => store.define(SCHEMA);

const SCHEMA = `
CREATE TABLE IF NOT EXISTS states_revisions (
  id INTEGER PRIMARY KEY, machine_arn TEXT NOT NULL, revision_id TEXT, definition TEXT NOT NULL, role_arn TEXT NOT NULL,
  updated_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS states_machines (
  arn TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, revision INTEGER NOT NULL,
  settings TEXT NOT NULL, created_ms INTEGER NOT NULL, next_version INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS states_versions (
  arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, number INTEGER NOT NULL, revision INTEGER NOT NULL,
  description TEXT, created_ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS states_versions_by_machine ON states_versions (machine_arn, number);
CREATE TABLE IF NOT EXISTS states_aliases (
  arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, name TEXT NOT NULL, description TEXT, routes TEXT NOT NULL,
  created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS states_aliases_by_machine ON states_aliases (machine_arn, name);
CREATE TABLE IF NOT EXISTS states_tags (
  resource_arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (resource_arn, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states_executions (
  id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  revision INTEGER NOT NULL, version_arn TEXT, alias_arn TEXT, trace_header TEXT, status TEXT NOT NULL,
  input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, start_ms INTEGER NOT NULL, stop_ms INTEGER,
  redrive_count INTEGER NOT NULL DEFAULT 0, redrive_ms INTEGER, snapshot TEXT, work TEXT
);
CREATE INDEX IF NOT EXISTS states_executions_by_machine ON states_executions (machine_arn, id);
CREATE INDEX IF NOT EXISTS states_executions_at_work ON states_executions (id) WHERE work IS NOT NULL;
CREATE INDEX IF NOT EXISTS states_executions_express ON states_executions (kind) WHERE kind <> 'STANDARD';
CREATE INDEX IF NOT EXISTS states_executions_stopped ON states_executions (stop_ms) WHERE stop_ms IS NOT NULL;
CREATE TABLE IF NOT EXISTS states_history (place INTEGER PRIMARY KEY, events TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS states_activities (
  arn TEXT PRIMARY KEY, name TEXT NOT NULL, created_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS states_activity_tasks (
  id INTEGER PRIMARY KEY, activity_arn TEXT NOT NULL, execution INTEGER NOT NULL, task TEXT NOT NULL,
  token TEXT NOT NULL, input TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS states_activity_tasks_by_activity ON states_activity_tasks (activity_arn, id);
CREATE INDEX IF NOT EXISTS states_activity_tasks_by_task ON states_activity_tasks (execution, task);
CREATE TABLE IF NOT EXISTS states_children (
  parent INTEGER NOT NULL, task TEXT NOT NULL, child_arn TEXT NOT NULL, parent_role_arn TEXT NOT NULL,
  PRIMARY KEY (parent, task)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS states_children_by_child ON states_children (child_arn);
CREATE TABLE IF NOT EXISTS states_map_runs (
  id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, execution INTEGER NOT NULL, execution_arn TEXT NOT NULL,
  state_machine_arn TEXT NOT NULL, status TEXT NOT NULL, start_ms INTEGER NOT NULL, stop_ms INTEGER,
  items INTEGER NOT NULL, executions INTEGER NOT NULL, max_concurrency INTEGER NOT NULL,
  tolerated_count INTEGER NOT NULL, tolerated_percentage REAL NOT NULL,
  redrive_count INTEGER NOT NULL DEFAULT 0, redrive_ms INTEGER
);
CREATE INDEX IF NOT EXISTS states_map_runs_by_execution_arn ON states_map_runs (execution_arn, id);
CREATE INDEX IF NOT EXISTS states_map_runs_by_execution ON states_map_runs (execution);
CREATE TABLE IF NOT EXISTS states_map_run_children (
  id INTEGER PRIMARY KEY, map_run TEXT NOT NULL, place INTEGER NOT NULL, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  state_machine_arn TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, output TEXT,
  error TEXT, cause TEXT, start_ms INTEGER NOT NULL, stop_ms INTEGER, items INTEGER NOT NULL,
  redrive_count INTEGER NOT NULL DEFAULT 0, redrive_ms INTEGER, redrivable INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX IF NOT EXISTS states_map_run_children_by_place ON states_map_run_children (map_run, place);
CREATE INDEX IF NOT EXISTS states_map_run_children_by_id ON states_map_run_children (map_run, id);
CREATE TABLE IF NOT EXISTS states_secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;
