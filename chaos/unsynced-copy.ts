import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { targetAssembly } from './assembly.ts';
import { ROOT, type StartOptions } from './process.ts';

const STORE = 'local/src/core/store/open-store.ts';
const SYNCED = 'synchronous = FULL';

/**
 * Copies the runtime into a directory and changes the copy so that it does not flush. Resolves with the options that
 * start the copy. A check of flushes must report this copy; otherwise the check proves nothing.
 */
export const unsyncedCopy = async (directory: string): Promise<Pick<StartOptions, 'command' | 'args'>> => {
  mkdirSync(directory, { recursive: true });
  cpSync(join(ROOT, 'local'), join(directory, 'local'), { recursive: true, filter: (path) => !path.endsWith('/dist') });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  const text = readFileSync(join(directory, STORE), 'utf8');
  if (!text.includes(SYNCED)) throw new Error(`${STORE} does not contain '${SYNCED}' any more.`);
  writeFileSync(join(directory, STORE), text.replace(SYNCED, 'synchronous = OFF'));
  return { command: [join(directory, 'local/bin/one-machine.js'), await targetAssembly()], args: [] };
};
