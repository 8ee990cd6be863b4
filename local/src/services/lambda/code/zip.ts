import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

/** Decompresses in a thread of libuv, so that large code does not block the event loop. */
const inflate = promisify(inflateRaw);

/** Thrown for an archive that is damaged or uses an unsupported feature. */
export class ZipError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ZipError';
  }
}

export interface ZipEntry {
  /** Relative path with `/` as separator; it never contains `..`, `.` or an empty name. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const ENCRYPTED = 1;
/** Limits of the file system, in bytes: for one name, and for a path below the data directory. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 1_024;
/** Maximum number of levels of a path. It is more than packages have, and it keeps the check of the paths fast. */
const MAX_LEVELS = 100;
/** Lambda's limit for unpacked code, in bytes. */
const MAX_UNPACKED_BYTES = 262_144_000;

/**
 * Reads the files of a zip archive, uncompressed or compressed with deflate. Encrypted, multi-part and 64-bit archives
 * are not supported. Rejects with ZipError; nothing is decompressed if the directory of the archive is invalid or
 * announces too many bytes. Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export const readZip = async (archive: Uint8Array): Promise<ZipEntry[]> => {
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = readHeaders(zip).filter(({ path }) => !path.endsWith('/'));
  const paths = files.map(({ path }) => safePath(path));
  refuseFilesAsFolders(paths);
  const entries: ZipEntry[] = [];
  for (const [index, header] of files.entries())
    entries.push({ path: paths[index] ?? '', bytes: await readBytes(zip, header) });
  return entries;
};

/** The entries of the central directory. Throws ZipError if they announce more than MAX_UNPACKED_BYTES. */
const readHeaders = (zip: Buffer): Header[] => {
  const end = findEnd(zip);
  const headers: Header[] = [];
  let at = zip.readUInt32LE(end + 16);
  let unpackedBytes = 0;
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const header = readHeader(zip, at);
    unpackedBytes += header.size;
    if (unpackedBytes > MAX_UNPACKED_BYTES) throw new ZipError(`Unpacked, it exceeds ${MAX_UNPACKED_BYTES} bytes.`);
    headers.push(header);
    at = header.next;
  }
  return headers;
};

/**
 * Throws ZipError if a file has the same path as a folder of another file: an archive can contain `a` and `a/b`, a
 * directory cannot.
 */
export const refuseFilesAsFolders = (paths: readonly string[]): void => {
  const files = new Set(paths);
  for (const path of files)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      if (files.has(path.slice(0, end))) throw new ZipError(`It has a file with the same path as a folder of ${path}.`);
};

interface Header {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localAt: number;
  readonly next: number;
}

const findEnd = (zip: Buffer): number => {
  for (let at = zip.length - END_BYTES; at >= 0 && at >= zip.length - END_BYTES - 0xffff; at -= 1)
    if (zip.readUInt32LE(at) === END_SIGNATURE) return at;
  throw new ZipError('It has no central directory.');
};

const readHeader = (zip: Buffer, at: number): Header => {
  if (at + CENTRAL_BYTES > zip.length || zip.readUInt32LE(at) !== CENTRAL_SIGNATURE)
    throw new ZipError('Its central directory is damaged.');
  if (zip.readUInt16LE(at + 8) & ENCRYPTED) throw new ZipError('It is encrypted.');
  const nameBytes = zip.readUInt16LE(at + 28);
  const nameAt = at + CENTRAL_BYTES;
  return {
    path: zip.toString('utf8', nameAt, nameAt + nameBytes),
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    packedSize: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    localAt: zip.readUInt32LE(at + 42),
    next: nameAt + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32),
  };
};

const readBytes = async (zip: Buffer, header: Header): Promise<Uint8Array> => {
  const { localAt, packedSize, path } = header;
  if (localAt + LOCAL_BYTES > zip.length || zip.readUInt32LE(localAt) !== LOCAL_SIGNATURE)
    throw new ZipError(`The header of ${path} is damaged.`);
  const from = localAt + LOCAL_BYTES + zip.readUInt16LE(localAt + 26) + zip.readUInt16LE(localAt + 28);
  if (from + packedSize > zip.length) throw new ZipError(`${path} is cut off.`);
  const bytes = await unpack(header, zip.subarray(from, from + packedSize));
  if (bytes.length !== header.size || crc32(bytes) !== header.crc) throw new ZipError(`${path} is damaged.`);
  return bytes;
};

const unpack = async ({ method, path, size }: Header, packed: Buffer): Promise<Buffer> => {
  if (method === 0) return packed;
  if (method !== 8) throw new ZipError(`${path} is compressed by method ${method}; only deflate is supported.`);
  try {
    return await inflate(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new ZipError(`${path} is damaged.`);
  }
};

const safePath = (path: string): string => {
  if (path.includes('\0') || path.includes('\\') || /^(\/|[a-zA-Z]:)/.test(path) || path.split('/').includes('..'))
    throw new ZipError(`The path ${path} leads out of the archive.`);
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length === 0) throw new ZipError('A file has no name.');
  if (names.length > MAX_LEVELS) throw new ZipError(`A path has more than ${MAX_LEVELS} levels.`);
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw new ZipError(`A path has more than ${MAX_PATH_BYTES} bytes.`);
  if (names.some((name) => Buffer.byteLength(name) > MAX_NAME_BYTES))
    throw new ZipError(`A name has more than ${MAX_NAME_BYTES} bytes.`);
  return names.join('/');
};
