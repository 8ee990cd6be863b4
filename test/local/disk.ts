import type { Store } from '../../local/src/core/store/store.ts';

/** Simulates a full disk: limits the database to its current number of pages, so that SQLite reports the same error. */
const fillDisk = (store: Store): void => store.define('PRAGMA max_page_count = 1');

export const freeDisk = (store: Store): void => store.define('PRAGMA max_page_count = 1073741823');

/** Writes repeatedly until the store reports the full disk. */
export const noticeFullDisk = async (store: Store): Promise<void> => {
  fillDisk(store);
  store.define('CREATE TEMP TABLE IF NOT EXISTS noticed (id)');
  const grow = () => store.prepare('CREATE TABLE too_large AS SELECT zeroblob(1048576) AS data').run();
  await store.write(grow).catch(() => {});
};
