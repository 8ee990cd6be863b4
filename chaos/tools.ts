import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FAKETIME = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
];

/** Path of libfaketime, which changes the time that a process sees; undefined if it is not installed. */
export const faketimeLibrary = (): string | undefined => FAKETIME.find((path) => existsSync(path));

const isRoot = (): boolean => process.getuid?.() === 0;
const succeeds = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;

/**
 * Setting of the Linux security module Yama. With any value except 0, only root may attach to a process that is not its
 * own child.
 */
const PTRACE_SCOPE = '/proc/sys/kernel/yama/ptrace_scope';
const mayAttach = (): boolean =>
  isRoot() || !existsSync(PTRACE_SCOPE) || readFileSync(PTRACE_SCOPE, 'utf8').trim() === '0';

/** What this machine lacks to attach strace to a process; undefined if nothing is missing. */
export const straceMissing = (): string | undefined =>
  mayAttach() && succeeds('strace', '-o', '/dev/null', 'true') ? undefined : 'strace, with the permission to attach it';

/** Whether this machine can mount a small file system. Mounts one and unmounts it. */
const canMount = (): boolean => {
  const directory = mkdtempSync(join(tmpdir(), 'chaos-mount-'));
  try {
    return (
      succeeds('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory) && succeeds('umount', '--lazy', directory)
    );
  } finally {
    rmdirSync(directory);
  }
};

/** What this machine lacks to mount a small file system; undefined if nothing is missing. */
export const mountMissing = (): string | undefined =>
  process.platform === 'linux' && isRoot() && canMount() ? undefined : 'Linux and root, to mount a small file system';
