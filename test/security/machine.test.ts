import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { eventually, recordIn, type System, startSystem, submit } from '../support/system.ts';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

let directory: string;
let dataDir: string;
let system: System | undefined;
beforeEach(() => {
  directory = temporaryDirectory();
  dataDir = join(directory, 'data');
});
afterEach(async () => {
  await system?.kill();
  system = undefined;
  removeDirectory(directory);
});

const start = async (...args: string[]): Promise<System> => {
  system = await startSystem(...args);
  return system;
};

const filesIn = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true }).map((entry) => join(entry.parentPath, entry.name));

/** Runs a system that writes every kind of file: records, messages, mails, logs, code. */
const work = async (running: System): Promise<void> => {
  await submit(running, { id: 'clean', name: 'Spock', address: '1 Street' });
  await submit(running, { id: 'doubtful', name: 'evil Spock', address: '1 Street' });
  await recordIn(running, 'clean', 'APPROVED');
  await recordIn(running, 'doubtful', 'FLAGGED_FOR_REVIEW');
  await eventually('a mail as a file', () => Promise.resolve(filesIn(dataDir).find((file) => file.endsWith('.eml'))));
};

const modesIn = (path: string): Record<string, string[]> => {
  const modes: Record<string, string[]> = {};
  for (const file of [path, ...filesIn(path)]) {
    const found = lstatSync(file);
    const mode = `${found.isDirectory() ? 'directory' : 'file'} ${(found.mode & 0o777).toString(8)}`;
    modes[mode] = [...(modes[mode] ?? []), file];
  }
  return modes;
};

describe('The data directory', () => {
  test('and its content are readable only by their owner', async () => {
    await work(await start('--data-dir', dataDir));
    const files = filesIn(dataDir).join('\n');
    for (const kind of [/\.sqlite$/m, /\.sqlite-wal$/m, /\.eml$/m, /\/logs\//m]) expect(files).toMatch(kind);
    expect(Object.keys(modesIn(dataDir)).toSorted()).toEqual(['directory 700', 'file 600']);
  });

  test('gets restrictive modes again if others could read it', async () => {
    mkdirSync(join(dataDir, 'mail'), { recursive: true });
    writeFileSync(join(dataDir, 'mail/old.eml'), 'secret');
    for (const path of [dataDir, join(dataDir, 'mail')]) chmodSync(path, 0o755);
    chmodSync(join(dataDir, 'mail/old.eml'), 0o644);
    await start('--data-dir', dataDir);
    expect(Object.keys(modesIn(dataDir)).toSorted()).toEqual(['directory 700', 'file 600']);
  });

  test.each(['', '/'])('is refused if it is a symbolic link (written with "%s" at its end)', async (end) => {
    mkdirSync(join(directory, 'elsewhere'));
    symlinkSync(join(directory, 'elsewhere'), dataDir);
    await expect(start('--data-dir', `${dataDir}${end}`)).rejects.toThrow(/is a symbolic link/);
    expect(readdirSync(join(directory, 'elsewhere'))).toEqual([]);
  });

  test.each(['runtime.sqlite', 'mail', 'logs'])('is refused if %s in it is a symbolic link', async (name) => {
    mkdirSync(dataDir);
    const elsewhere = join(directory, 'elsewhere');
    writeFileSync(elsewhere, 'not ours');
    symlinkSync(elsewhere, join(dataDir, name));
    await expect(start('--data-dir', dataDir)).rejects.toThrow(/is a symbolic link/);
    expect(readFileSync(elsewhere, 'utf8')).toBe('not ours');
  });
});

interface Listener {
  readonly address: string;
  readonly inode: string;
  readonly port: number;
}

const LISTENING = '0A';

const listeners = (): Listener[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTENING)
      .map((fields) => {
        const [address = '', port = ''] = String(fields[1]).split(':');
        return { address, port: Number.parseInt(port, 16), inode: String(fields[9]) };
      }),
  );

const socketsOf = (pid: string): string[] => {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, fd)))?.[1] ?? []);
  } catch {
    return [];
  }
};

const processWith = (inode: string): string | undefined =>
  readdirSync('/proc').find((name) => /^\d+$/.test(name) && socketsOf(name).includes(inode));

/** 127.0.0.1 and ::1 in the format of /proc/net. */
const LOOPBACK = new Set(['0100007F', '00000000000000000000000001000000']);

onLinux('The process', () => {
  test('listens on loopback only, including the sockets of HTTP libraries', async () => {
    const running = await start('--data-dir', dataDir);
    await work(running);
    const gateway = listeners().find(({ port }) => port === Number(new URL(running.endpoint).port));
    const pid = processWith(String(gateway?.inode));
    expect(pid).toMatch(/^\d+$/);
    const own = new Set(socketsOf(String(pid)));
    const listening = listeners().filter(({ inode }) => own.has(inode));
    expect(listening.length).toBeGreaterThanOrEqual(1);
    expect(listening.filter(({ address }) => !LOOPBACK.has(address))).toEqual([]);
    console.log(`${listening.length} listening sockets, all on loopback`);
  });
});
