/**
 * Tables of the event buses. Times are milliseconds since the epoch; lists and objects are JSON. Sequence numbers of
 * archived events are never reused, because replays depend on their order.
 */
export const TABLES = `
CREATE TABLE IF NOT EXISTS eventbridge_buses (
  name TEXT PRIMARY KEY, description TEXT, policy TEXT, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_rules (
  bus TEXT NOT NULL, name TEXT NOT NULL, pattern TEXT, schedule TEXT, state TEXT NOT NULL, description TEXT, role_arn TEXT,
  scheduled_from_ms INTEGER NOT NULL, PRIMARY KEY (bus, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_targets (
  bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (bus, rule, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_tags (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_archives (
  name TEXT PRIMARY KEY, bus TEXT NOT NULL, description TEXT, pattern TEXT, retention_days INTEGER NOT NULL,
  created_ms INTEGER NOT NULL, events INTEGER NOT NULL, bytes INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_archived (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, archive TEXT NOT NULL, time_ms INTEGER NOT NULL, archived_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL, event TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS eventbridge_archived_by_time ON eventbridge_archived (archive, time_ms, seq);
CREATE INDEX IF NOT EXISTS eventbridge_archived_by_age ON eventbridge_archived (archive, archived_ms);
CREATE TABLE IF NOT EXISTS eventbridge_replays (
  name TEXT PRIMARY KEY, archive TEXT NOT NULL, bus TEXT NOT NULL, description TEXT, filter_arns TEXT NOT NULL,
  from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, state TEXT NOT NULL, state_reason TEXT,
  started_ms INTEGER NOT NULL, ended_ms INTEGER, last_event_ms INTEGER, last_seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_connections (
  name TEXT PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, parameters TEXT, description TEXT, state TEXT NOT NULL,
  state_reason TEXT, secret_id TEXT NOT NULL, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL,
  authorized_ms INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS eventbridge_api_destinations (
  name TEXT PRIMARY KEY, id TEXT NOT NULL, description TEXT, connection_arn TEXT NOT NULL, endpoint TEXT NOT NULL,
  method TEXT NOT NULL, per_second INTEGER NOT NULL, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL
) WITHOUT ROWID;
`;
