// `npm run console`: builds the reviewer console into dist/console, if its inputs have changed.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { digestOf, type Inputs } from './digest.ts';

const ROOT = join(import.meta.dirname, '..');
const PARENT = join(ROOT, 'dist/console');
/** All inputs of the built console. Of this project's folders, `console` imports only these. */
export const INPUTS: Inputs = {
  folders: ['api', 'case-file', 'console', 'events'],
  match: /\.(js|tsx?|css|html|json)$/,
  files: ['package.json', 'package-lock.json', 'tsconfig.json'],
};
const KEPT_BUILDS = 3;

const prune = async (): Promise<void> => {
  const found = await Promise.all(
    (await readdir(PARENT)).map(async (name) => ({ name, ms: (await stat(join(PARENT, name))).mtimeMs })),
  );
  const old = found.sort((left, right) => right.ms - left.ms).slice(KEPT_BUILDS);
  await Promise.all(old.map(({ name }) => rm(join(PARENT, name), { recursive: true, force: true })));
};

/**
 * Returns the directory of an up-to-date build of the console; builds only if an input has changed. The directory's
 * name is a digest of the inputs, and a finished build is renamed into place, so several processes may call this at the
 * same time. Rejects with vite's error if the build fails.
 */
export const consoleBuild = async (): Promise<string> => {
  const directory = join(PARENT, digestOf(INPUTS));
  if (existsSync(directory)) return directory;
  const fresh = `${directory}.${process.pid}`;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', join(ROOT, 'console/vite.config.ts')], {
    cwd: ROOT,
    env: { ...process.env, CONSOLE_OUTDIR: fresh, NODE_ENV: 'production' },
  });
  await rename(fresh, directory).catch(() => rm(fresh, { recursive: true, force: true }));
  await prune();
  return directory;
};

if (import.meta.main) {
  const start = performance.now();
  const directory = await consoleBuild();
  console.error(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  console.log(directory.slice(ROOT.length + 1));
}
