import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** Where the state of an assembly is kept unless somebody says so: its directory is `cdk.out`, this one beside it. */
export const dataDirectoryBeside = (assembly: string): string => join(dirname(resolve(assembly)), '.one-machine');

/**
 * Makes a directory of one's own: readable by nobody else, all that is in it too, and without links to somewhere else.
 * What this process writes from now on is its owner's alone. Throws when the directory, or anything in it, is a
 * symbolic link or another user's.
 */
export const prepareDataDirectory = (path: string): void => {
  // Not allowed in a worker thread, as test runners have; the modes of the directories protect the state there.
  if (isMainThread) process.umask(OTHERS);
  const directory = resolve(path);
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  tighten(directory, 'name the directory itself');
};

const tighten = (path: string, advice: string): void => {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) throw new Error(`${path} is a symbolic link; ${advice}.`);
  if (process.getuid && found.uid !== process.getuid())
    throw new Error(`${path} belongs to another user; choose a directory of your own.`);
  const mode = found.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
  if ((found.mode & OTHERS) !== 0) chmodSync(path, mode);
  if (!found.isDirectory()) return;
  for (const name of readdirSync(path)) tighten(join(path, name), 'remove it: the runtime makes none');
};

export const emptyDirectory = (path: string): void => {
  for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true });
};
