import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const DIRECTORY_MODE = 0o700;
const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** Default data directory of an assembly: `.one-machine` in the folder that contains the assembly's directory. */
export const dataDirectoryBeside = (assembly: string): string => join(dirname(resolve(assembly)), '.one-machine');

/**
 * Creates the data directory and makes it and its content accessible to its owner only (modes 0700 and 0600). Files
 * that this process writes later get the same protection. Throws if the directory or anything in it is a symbolic link
 * or belongs to another user.
 */
export const prepareDataDirectory = (path: string): void => {
  // Worker threads (as in test runners) cannot set the umask; the mode of the directory protects the state there.
  if (isMainThread) process.umask(OTHERS);
  const directory = resolve(path);
  createDirectory(directory);
  tighten(directory, 'give the path of the directory itself');
};

const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: 'it is a file, or a part of its path is one',
  EACCES: 'its parent directory does not allow it',
  EPERM: 'its parent directory does not allow it',
  ENOENT: 'its parent directory cannot be created',
  EROFS: 'the disk is read-only',
};

const createDirectory = (directory: string): void => {
  // Creates each missing directory by its own call, because a recursive mkdir below /proc never returns.
  const missing: string[] = [];
  for (let path = directory; !existsSync(path); path = dirname(path)) missing.unshift(path);
  try {
    for (const path of missing) mkdirSync(path, { mode: DIRECTORY_MODE });
    readdirSync(directory);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Error(`The data directory ${directory} cannot be used: ${REASONS[code] ?? code}.`, { cause: error });
  }
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
