import type { Store } from '../../local/src/core/store/store.ts';

/** Leaves the database no page to grow by, as a full disk does: SQLite reports the same error. */
const fillDisk = (store: Store): void => store.define('PRAGMA max_page_count = 1');

export const freeDisk = (store: Store): void => store.define('PRAGMA max_page_count = 1073741823');

/** Writes until the full disk is noticed. */
export const noticeFullDisk = async (store: Store): Promise<void> => {
  fillDisk(store);
  store.define('CREATE TEMP TABLE IF NOT EXISTS noticed (id)');
  const grow = () => store.prepare('CREATE TABLE too_large AS SELECT zeroblob(1048576) AS data').run();
  await store.write(grow).catch(() => {});
};
