import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { syncDirectory, writeDurably } from '../../../core/store/durable-file.ts';
import { invalidParameter, invalidZip } from '../errors.ts';
import type { Code } from '../functions/function.ts';
import { readZip, refuseFilesAsFolders, type ZipEntry, ZipError } from './zip.ts';

/** The folder of layers, among those that are named after functions. No function can have this name. */
export const LAYERS = '@layers';

/**
 * Unpacks uploaded code below the data directory. Without a data directory it uses a temporary directory, which `close`
 * removes. A directory is named after the hash of its content, and its content never changes.
 */
export class CodeStore {
  readonly #root: string;
  readonly #temporary: boolean;
  /** Number of archives that were unpacked: part of the temporary names, because two calls may unpack the same one. */
  #unpacked = 0;

  /** Directory of V8's compile cache. It may be deleted at any time. */
  readonly compileCacheDirectory: string;

  constructor(dataDir: string | undefined, compileCacheDirectory?: string) {
    this.#temporary = dataDir === undefined;
    this.#root = dataDir === undefined ? mkdtempSync(join(tmpdir(), 'functions-')) : resolve(dataDir, 'functions');
    mkdirSync(this.#root, { recursive: true, mode: 0o700 });
    this.compileCacheDirectory = compileCacheDirectory ?? join(this.#root, '.compiled');
  }

  /** Unpacks a zip archive without blocking the event loop. Rejects with InvalidParameterValueException. */
  async unpack(functionName: string, archive: Uint8Array): Promise<Code> {
    const sha256 = createHash('sha256').update(archive).digest();
    const directory = join(this.#root, functionName, sha256.toString('hex').slice(0, 32));
    const entries = await readEntries(archive);
    if (!existsSync(directory)) {
      this.#unpacked += 1;
      await unpackWhole(directory, `${directory}.${this.#unpacked}.part`, contentsOf(entries));
    }
    const unpackedBytes = entries.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    return { directory, sha256: sha256.toString('base64'), sizeBytes: archive.byteLength, unpackedBytes };
  }

  /**
   * Code that runs from its own directory, without a copy. The hash covers all paths and contents, so that each change
   * gives a new hash. Throws InvalidParameterValueException.
   */
  inPlace(path: string): Code {
    const directory = resolve(path);
    if (!existsSync(directory))
      throw invalidParameter(`The code directory ${directory} does not exist. Synthesize the app again.`);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for (const { path: file, bytes } of entriesBelow(directory)) {
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
      sizeBytes += bytes.length;
    }
    return { directory, sha256: hash.digest('base64'), sizeBytes, unpackedBytes: sizeBytes };
  }

  /**
   * The code for a published version. If the code runs in place, it is copied, because a later invocation can need it
   * after its assembly was deleted. Packages that the code does not bundle are loaded from `node_modules` above the
   * data directory. Without a data directory there is no copy, because the versions are lost when the process ends.
   */
  kept(functionName: string, code: Code): Code {
    if (this.#temporary || code.directory.startsWith(join(this.#root, '/'))) return code;
    const directory = join(this.#root, functionName, Buffer.from(code.sha256, 'base64').toString('hex').slice(0, 32));
    if (!existsSync(directory)) writeWhole(directory, entriesBelow(code.directory));
    return { ...code, directory };
  }

  /**
   * The directory with the files of all these layers. A file of a later layer replaces one of an earlier layer with the
   * same path. Rejects with InvalidParameterValueException if a file has the same path as a folder.
   */
  async layered(layers: readonly Code[]): Promise<string> {
    const [first, ...others] = layers;
    if (first && others.length === 0) return first.directory;
    const hash = createHash('sha256').update(layers.map(({ sha256 }) => sha256).join(' '));
    const directory = join(this.#root, LAYERS, hash.digest('hex').slice(0, 32));
    if (existsSync(directory)) return directory;
    const files = new Map(layers.flatMap((layer) => [...readersBelow(layer.directory)]));
    checkPaths([...files.keys()]);
    this.#unpacked += 1;
    await unpackWhole(directory, `${directory}.${this.#unpacked}.part`, files);
    return directory;
  }

  /** Removes every directory that is not in `directories`: the code of deleted functions and versions. */
  keepOnly(directories: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#root).filter((entry) => !entry.startsWith('.')))
      for (const version of readdirSync(join(this.#root, name))) {
        const directory = join(this.#root, name, version);
        if (!directories.has(directory)) rmSync(directory, { recursive: true, force: true });
      }
  }

  close(): void {
    if (this.#temporary) rmSync(this.#root, { recursive: true, force: true });
  }
}

/**
 * Writes under a temporary name and then renames, so that a crash never leaves an incomplete directory under the final
 * name. The files are flushed to the disk before the function returns.
 */
const writeWhole = (directory: string, entries: Iterable<ZipEntry>): void => {
  const part = `${directory}.part`;
  rmSync(part, { recursive: true, force: true });
  try {
    writeAll(part, entries);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
  renameSync(part, directory);
  for (const above of [dirname(directory), dirname(dirname(directory))]) syncDirectory(above);
};

const writeAll = (part: string, entries: Iterable<ZipEntry>): void => {
  const directories = new Set([part]);
  for (const { path, bytes } of entries) {
    const file = join(part, path);
    mkdirSync(dirname(file), { recursive: true });
    writeDurably(file, bytes);
    for (let above = dirname(file); above.length > part.length; above = dirname(above)) directories.add(above);
  }
  for (const each of directories) syncDirectory(each);
};

/** Files that are written at the same time. */
const AT_ONCE = 8;

/** Files by their paths, with functions that return their contents. */
type Contents = ReadonlyMap<string, () => Uint8Array | Promise<Uint8Array>>;

/** Of several files with the same path, the last one counts. */
const contentsOf = (entries: readonly ZipEntry[]): Contents =>
  new Map(entries.map(({ path, bytes }) => [path, () => bytes]));

const readersBelow = (directory: string): Contents =>
  new Map(filesBelow(directory).map((path) => [path, () => readFile(join(directory, path))]));

const checkPaths = (paths: readonly string[]): void => {
  try {
    refuseFilesAsFolders(paths);
  } catch (error) {
    if (error instanceof ZipError) throw invalidZip(error);
    throw error;
  }
};

/** Like `writeWhole`, but asynchronously, because an archive can have tens of thousands of files. */
const unpackWhole = async (directory: string, part: string, contents: Contents): Promise<void> => {
  await rm(part, { recursive: true, force: true });
  try {
    await unpackAll(part, contents);
    // Another call may have unpacked the same archive in the meantime.
    if (!existsSync(directory)) renameSync(part, directory);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  for (const above of [dirname(directory), dirname(dirname(directory))]) syncDirectory(above);
};

const unpackAll = async (part: string, contents: Contents): Promise<void> => {
  const directories = new Set([part]);
  for (const path of contents.keys())
    for (let above = dirname(join(part, path)); above.length > part.length; above = dirname(above))
      directories.add(above);
  for (const each of directories) await mkdir(each, { recursive: true });
  const waiting = contents.entries();
  const writeNext = async (): Promise<void> => {
    for (const [path, read] of waiting) await writeFile(join(part, path), await read(), { mode: 0o600, flush: true });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, writeNext));
  for (const each of directories) syncDirectory(each);
};

const readEntries = async (archive: Uint8Array): Promise<ZipEntry[]> => {
  try {
    const entries = await readZip(archive);
    if (entries.length === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
    return entries;
  } catch (error) {
    if (error instanceof ZipError) throw invalidZip(error);
    throw error;
  }
};

/** Reads one file at a time, because a directory can contain hundreds of megabytes. */
function* entriesBelow(directory: string): Iterable<ZipEntry> {
  for (const path of filesBelow(directory)) yield { path, bytes: readFileSync(join(directory, path)) };
}

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
