import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Environment variable with the commit to compare with; `npm run bench -- against <commit>` sets it. */
export const AGAINST = 'BENCH_AGAINST';

const ROOT = join(import.meta.dirname, '..');

/**
 * Checks out a commit into `directory` and installs its packages: by copying those of this checkout if both need the
 * same ones, otherwise by `npm ci`.
 */
export const checkOut = (commit: string, directory: string): void => {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: ROOT, stdio: 'pipe' });
  git('worktree', 'add', '--detach', directory, commit);
  const lock = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lock(directory) !== lock(ROOT)) {
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: directory, stdio: 'pipe' });
    return;
  }
  const modules = join(directory, 'node_modules');
  // Copies with hard links. A symbolic link would make the copy load the runtime of this checkout.
  execFileSync('cp', ['-al', join(ROOT, 'node_modules'), modules]);
  rmSync(join(modules, 'one-machine'), { recursive: true });
  symlinkSync('../local', join(modules, 'one-machine'));
};

/** Removes a checkout that `checkOut` created. */
export const removeCheckout = (directory: string): void => {
  execFileSync('git', ['worktree', 'remove', '--force', directory], { cwd: ROOT, stdio: 'pipe' });
};
