import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** The date 1 January 1980 in DOS format. All files have it, so that equal contents give equal archives. */
const DOS_DATE = 0x21;

/**
 * A zip archive of uncompressed files, in base64. CloudFormation creates one with a single file from `Code.ZipFile`.
 * `files`: name → contents.
 */
export const zipOf = (files: Readonly<Record<string, string>>): string => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [fileName, contents] of Object.entries(files)) {
    const name = Buffer.from(fileName);
    const data = Buffer.from(contents);
    const facts = factsOf(name, data);
    locals.push(uint32(LOCAL_HEADER), facts, name, data);
    centrals.push(uint32(CENTRAL_HEADER), uint16(VERSION), facts, Buffer.alloc(10), uint32(offset), name);
    offset += 4 + facts.length + name.length + data.length;
  }
  const central = Buffer.concat(centrals);
  const count = Object.keys(files).length;
  const end = Buffer.alloc(18);
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, uint32(END), end]).toString('base64');
};

/** The members that both headers of a file have. */
const factsOf = (name: Buffer, data: Buffer): Buffer => {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION, 0);
  facts.writeUInt16LE(DOS_DATE, 8);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(data.length, 18);
  facts.writeUInt16LE(name.length, 22);
  return facts;
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const uint16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
