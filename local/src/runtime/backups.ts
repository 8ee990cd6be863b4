import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Backup, backUp, STORE_FILE } from '../core/store/backup.ts';
import { Store } from '../core/store/store.ts';

/**
 * Backs up a data directory. If a runtime serves the directory on `port`, that runtime makes the backup; otherwise this
 * process does. Throws an error whose message has the reason.
 */
export const backUpDirectory = async (dataDir: string, file: string, port: number): Promise<Backup> => {
  const answer = await askRuntime(dataDir, file, port);
  if (answer) return answer;
  if (!existsSync(join(dataDir, STORE_FILE))) throw new Error(`There is nothing to back up in ${resolve(dataDir)}.`);
  const store = new Store(join(dataDir, STORE_FILE));
  try {
    return await backUp(store, dataDir, file);
  } finally {
    await store.close();
  }
};

export { restore as restoreDirectory } from '../core/store/backup.ts';

/** Undefined if nothing listens on the port, or if the runtime there has another data directory. */
const askRuntime = async (dataDir: string, file: string, port: number): Promise<Backup | undefined> => {
  const request = { file: resolve(file), dataDir: resolve(dataDir) };
  const url = `http://127.0.0.1:${port}/_local/backup`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) }).catch(() => undefined);
  if (response === undefined || response.status === 404) return undefined;
  const answer = (await response.json()) as Backup & { readonly message?: string };
  if (response.ok) return answer;
  throw new Error(answer.message ?? `The runtime answered with status ${response.status}.`);
};
