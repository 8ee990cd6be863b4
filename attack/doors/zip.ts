import { crc32, deflateRawSync } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const DEFLATED = 8;
/** Attributes of a regular file that its owner may read and write, in the upper half. */
const FILE_MODE = 0o100644 << 16;

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** Size that the directory declares; default: the real one. */
  readonly declaredBytes?: number;
}

interface Packed {
  readonly local: Buffer;
  readonly central: (offset: number) => Buffer;
}

const packed = ({ name, content, declaredBytes = content.length }: ZipEntry): Packed => {
  const path = Buffer.from(name);
  const data = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(DEFLATED, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(declaredBytes, 18);
  common.writeUInt16LE(path.length, 22);
  const signed = Buffer.alloc(4);
  signed.writeUInt32LE(LOCAL_HEADER);
  return {
    local: Buffer.concat([signed, common, path, data]),
    central: (offset) => {
      const head = Buffer.alloc(46);
      head.writeUInt32LE(CENTRAL_HEADER, 0);
      head.writeUInt16LE(0x0314, 4);
      common.copy(head, 6);
      head.writeUInt32LE(FILE_MODE >>> 0, 38);
      head.writeUInt32LE(offset, 42);
      return Buffer.concat([head, path]);
    },
  };
};

/** A zip file. The same entry may be given many times; it is then packed once. */
export const zipOfEntries = (entries: readonly ZipEntry[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = packed(entry);
    parts.push(local);
    directory.push(central(offset));
    offset += local.length;
  }
  const tail = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(tail.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, tail, end]);
};

/** A zip file with one file of text. */
export const zipOf = (name: string, text: string): Buffer => zipOfEntries([{ name, content: Buffer.from(text) }]);
