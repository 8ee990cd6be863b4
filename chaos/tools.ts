import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const FAKETIME = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
];

/** Path of the library that changes a process's view of the machine's clock; undefined if it is not installed. */
export const faketimeLibrary = (): string | undefined => FAKETIME.find((path) => existsSync(path));

/** Why strace cannot attach to a process here; undefined if it can. */
export const straceMissing = (): string | undefined => {
  const { status } = spawnSync('strace', ['-e', 'trace=none', '-o', '/dev/null', 'true']);
  return status === 0 ? undefined : 'strace, with the permission to trace';
};

/** Why no small file system can be mounted here; undefined if it can. */
export const mountMissing = (): string | undefined =>
  process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'Linux and root, to mount a small file system';
