import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Converts the store of a stopped runtime to store format 1. `sql` creates the tables and rows of that format. */
export const makeFormer = (dataDir: string, sql: string): void => {
  const db = new DatabaseSync(join(dataDir, 'runtime.sqlite'));
  db.exec(`PRAGMA user_version = 1; DROP TABLE IF EXISTS store_state; ${sql}`);
  db.close();
  rmSync(join(dataDir, 'runtime.commits'), { force: true });
};

/** SQL that inserts a timer of format 1. */
export const formerTimer = (owner: string, id: string, dueMs: number): string =>
  `INSERT INTO timers VALUES ('${owner}', '${id}', ${dueMs}, '', 1);`;
