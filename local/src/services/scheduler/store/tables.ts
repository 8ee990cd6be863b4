/** Tables of the schedules. Times are milliseconds since the epoch; a schedule is JSON. */
export const TABLES = `
CREATE TABLE IF NOT EXISTS scheduler_groups (
  name TEXT PRIMARY KEY, client_token TEXT, created_ms INTEGER NOT NULL, modified_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS scheduler_schedules (
  group_name TEXT NOT NULL, name TEXT NOT NULL, schedule TEXT NOT NULL, PRIMARY KEY (group_name, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS scheduler_tags (
  arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (arn, key)
) WITHOUT ROWID;
`;
