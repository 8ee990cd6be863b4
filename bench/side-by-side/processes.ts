import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { residentMiB } from '../system.ts';

/** The processes behind an endpoint. */
export interface Processes {
  readonly count: number;
  /** Resident memory of all of them, in MiB. Pages that they share count once for each. */
  readonly residentMiB: number;
}

const LISTENS = '0A';

/** Inodes of the sockets that listen at a port. https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html */
const socketsAt = (port: number): ReadonlySet<string> => {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1));
  const fields = rows.map((row) => row.trim().split(/\s+/));
  return new Set(
    fields.filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === LISTENS).map((row) => String(row[9])),
  );
};

/** Undefined if the process has ended, or belongs to another user. */
const attempt = <Result>(read: () => Result): Result | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

const allPids = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const hasSocket = (pid: number, sockets: ReadonlySet<string>): boolean =>
  (attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []).some((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? '') ?? [];
    return inode !== undefined && sockets.has(inode);
  });

const parentOf = (pid: number): number =>
  Number(/PPid:\s+(\d+)/.exec(attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '')?.[1]);

/**
 * The processes that listen at the endpoint, and all that they have started. Undefined if there is none on this machine.
 * Needs Linux. Processes in containers that another process has started are not found.
 */
export const processesBehind = (endpoint: string): Processes | undefined => {
  const pids = allPids();
  const sockets = attempt(() => socketsAt(Number(new URL(endpoint).port))) ?? new Set();
  const found = new Set(pids.filter((pid) => hasSocket(pid, sockets)));
  if (found.size === 0) return undefined;
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  for (let known = 0; known < found.size; ) {
    known = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  const sizes = [...found].map((pid) => attempt(() => residentMiB(pid)) ?? 0);
  return { count: found.size, residentMiB: sizes.reduce((sum, size) => sum + size, 0) };
};
