import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** Default data directory of an assembly: `.one-machine` in the folder that contains the assembly's directory. */
export const dataDirectoryBeside = (assembly: string): string => join(dirname(resolve(assembly)), '.one-machine');

/**
 * Creates the data directory and makes it and its content readable by its owner only (modes 0700 and 0600), including
 * all files that this process writes later. Throws if the directory or anything in it is a symbolic link or belongs to
 * another user.
 */
export const prepareDataDirectory = (path: string): void => {
  // Worker threads (as in test runners) cannot set the umask; the mode of the directory protects the state there.
  if (isMainThread) process.umask(OTHERS);
  const directory = resolve(path);
  mkdirSync(directory, { recursive: true, mode: DIRECTORY_MODE });
  tighten(directory, 'give the path of the directory itself');
};

const tighten = (path: string, advice: string): void => {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) throw new Error(`${path} is a symbolic link; ${advice}.`);
  if (process.getuid && found.uid !== process.getuid())
    throw new Error(`${path} belongs to another user; choose a directory that belongs to you.`);
  const mode = found.isDirectory() ? DIRECTORY_MODE : FILE_MODE;
  if ((found.mode & OTHERS) !== 0) chmodSync(path, mode);
  if (!found.isDirectory()) return;
  for (const name of readdirSync(path)) tighten(join(path, name), 'remove it: the runtime creates no links');
};

export const emptyDirectory = (path: string): void => {
  for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true, force: true });
};
