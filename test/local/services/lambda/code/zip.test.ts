import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readZip, ZipError } from '../../../../../local/src/services/lambda/code/zip.ts';
import { zipArchive } from '../zip-archive.ts';

const contents = async (archive: Uint8Array) =>
  Object.fromEntries((await readZip(archive)).map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]));

describe('a zip archive', () => {
  const files = { 'index.mjs': 'export const a = 1;'.repeat(100), 'lib/ü.txt': '', 'folder/': '' };

  test('is read with deflated or stored files; folder entries are skipped', async () => {
    const expected = { 'index.mjs': 'export const a = 1;'.repeat(100), 'lib/ü.txt': '' };
    expect(await contents(zipArchive(files))).toEqual(expected);
    expect(await contents(zipArchive(files, true))).toEqual(expected);
  });

  test('written by Python’s zipfile is read', async () => {
    const archive =
      'UEsDBBQAAAAAAAAAIQDo8WCaKQAAACkAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoZXZlbnQpID0+IGV2ZW50O1BLAQIUAxQAAAAAAAAAIQDo8WCaKQAAACkAAAAIAAAAAAAAAAAAAACkAQAAAABpbmRleC5qc1BLBQYAAAAAAQABADYAAABPAAAAAAA=';
    expect(await contents(Buffer.from(archive, 'base64'))).toEqual({
      'index.js': 'exports.handler = async (event) => event;',
    });
  });

  test.each(['../out.js', '/etc/out.js', 'a/../../out.js', 'C:/out.js', 'a\\..\\out.js'])(
    'with a path outside the folder is rejected: %s',
    async (path) => {
      await expect(readZip(zipArchive({ [path]: 'x' }))).rejects.toThrow(ZipError);
    },
  );

  test.each<[string, Record<string, string>]>([
    ['a file at the place of a folder', { 'a/b.js': 'x', a: 'x' }],
    ['a file at the place of a folder, written in another way', { './a//b.js': 'x', 'a/': '', 'a/.': 'x' }],
    ['a name of 300 characters', { [`${'n'.repeat(300)}.js`]: 'x' }],
    ['3,000 levels', { [`${'d/'.repeat(3_000)}x.js`]: 'x' }],
    ['a path of 2,000 bytes', { [`${'directory-name-of-40-bytes-and-some-more/'.repeat(50)}x.js`]: 'x' }],
    ['a file without a name', { './.': 'x' }],
  ])('with %s, which a file system cannot hold, is rejected', async (_, hostile) => {
    await expect(readZip(zipArchive({ 'index.js': 'x', ...hostile }))).rejects.toThrow(ZipError);
  });

  test('that is cut off, damaged or not a zip file throws ZipError', async () => {
    const archive = zipArchive(files);
    await expect(readZip(Buffer.from('no archive'))).rejects.toThrow(ZipError);
    await expect(readZip(new Uint8Array())).rejects.toThrow(ZipError);
    const damaged = Buffer.from(archive);
    damaged.writeUInt8(damaged.readUInt8(60) ^ 0xff, 60);
    await expect(readZip(damaged)).rejects.toThrow(ZipError);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(archive.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        async (at, value, cut) => {
          const changed = cut ? archive.subarray(0, at) : Buffer.from(archive);
          if (!cut) changed.writeUInt8(value, at);
          try {
            await readZip(changed);
          } catch (error) {
            expect(error).toBeInstanceOf(ZipError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('that announces more than 250 MB is rejected before any file is decompressed', async () => {
    const archive = zipArchive({ a: 'x', b: 'x' });
    const sizeAt = (signature: number, from: number) =>
      archive.indexOf(Buffer.from([0x50, 0x4b, signature, 2]), from) + 24;
    const first = sizeAt(1, 0);
    const second = sizeAt(1, first);
    archive.writeUInt32LE(200_000_000, first);
    archive.writeUInt32LE(200_000_000, second);
    await expect(readZip(archive)).rejects.toThrow('Unpacked, it exceeds 262144000 bytes.');
  });
});
