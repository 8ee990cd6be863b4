// `npm run console`: builds the reviewer console into dist/console, when its inputs have changed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const PARENT = join(ROOT, 'dist/console');
/** Everything that the built console is made of. */
const INPUTS = ['reviewer/console/**/*.{ts,tsx,css,html,json}', 'reviewer/cli/api/answers.ts', 'package-lock.json'];
const KEPT_BUILDS = 3;

const digestOf = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of globSync(INPUTS, { cwd: ROOT }).sort()) hash.update(file).update(await readFile(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
};

const prune = async (): Promise<void> => {
  const found = await Promise.all(
    globSync('*', { cwd: PARENT }).map(async (name) => ({ name, ms: (await stat(join(PARENT, name))).mtimeMs })),
  );
  const old = found.sort((left, right) => right.ms - left.ms).slice(KEPT_BUILDS);
  await Promise.all(old.map(({ name }) => rm(join(PARENT, name), { recursive: true, force: true })));
};

/**
 * The directory of an up-to-date build, made only when an input has changed since. Its name is a digest of the inputs, so
 * several processes may ask at once: a build appears whole or not at all. Rejects with what vite said.
 */
export const consoleBuild = async (): Promise<string> => {
  const directory = join(PARENT, await digestOf());
  if (existsSync(directory)) return directory;
  const fresh = `${directory}.${process.pid}`;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', join(ROOT, 'reviewer/console/vite.config.ts')],
    {
      cwd: ROOT,
      env: { ...process.env, CONSOLE_OUTDIR: fresh, NODE_ENV: 'production' },
    },
  );
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
