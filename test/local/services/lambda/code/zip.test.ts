import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readZip, ZipError } from '../../../../../local/src/services/lambda/code/zip.ts';
import { zipArchive } from '../zip-archive.ts';

const contents = (archive: Uint8Array) =>
  Object.fromEntries(readZip(archive).map(({ path, bytes }) => [path, Buffer.from(bytes).toString('utf8')]));

describe('a zip archive', () => {
  const files = { 'index.mjs': 'export const a = 1;'.repeat(100), 'lib/ü.txt': '', 'folder/': '' };

  test('is read with deflated or stored files; folder entries are skipped', () => {
    const expected = { 'index.mjs': 'export const a = 1;'.repeat(100), 'lib/ü.txt': '' };
    expect(contents(zipArchive(files))).toEqual(expected);
    expect(contents(zipArchive(files, true))).toEqual(expected);
  });

  test('written by Python’s zipfile is read', () => {
    const archive =
      'UEsDBBQAAAAAAAAAIQDo8WCaKQAAACkAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXIgPSBhc3luYyAoZXZlbnQpID0+IGV2ZW50O1BLAQIUAxQAAAAAAAAAIQDo8WCaKQAAACkAAAAIAAAAAAAAAAAAAACkAQAAAABpbmRleC5qc1BLBQYAAAAAAQABADYAAABPAAAAAAA=';
    expect(contents(Buffer.from(archive, 'base64'))).toEqual({
      'index.js': 'exports.handler = async (event) => event;',
    });
  });

  test.each(['../out.js', '/etc/out.js', 'a/../../out.js', 'C:/out.js', 'a\\..\\out.js'])(
    'with a path outside the folder is rejected: %s',
    (path) => {
      expect(() => readZip(zipArchive({ [path]: 'x' }))).toThrow(ZipError);
    },
  );

  test.each<[string, Record<string, string>]>([
    ['a file at the place of a folder', { 'a/b.js': 'x', a: 'x' }],
    ['a file at the place of a folder, written in another way', { './a//b.js': 'x', 'a/': '', 'a/.': 'x' }],
    ['a name of 300 characters', { [`${'n'.repeat(300)}.js`]: 'x' }],
    ['3,000 levels', { [`${'d/'.repeat(3_000)}x.js`]: 'x' }],
    ['a path of 2,000 bytes', { [`${'directory-name-of-40-bytes-and-some-more/'.repeat(50)}x.js`]: 'x' }],
    ['a file without a name', { './.': 'x' }],
  ])('with %s, which a file system cannot hold, is rejected', (_, hostile) => {
    expect(() => readZip(zipArchive({ 'index.js': 'x', ...hostile }))).toThrow(ZipError);
  });

  test('that is cut off, damaged or not a zip file throws ZipError', () => {
    const archive = zipArchive(files);
    expect(() => readZip(Buffer.from('no archive'))).toThrow(ZipError);
    expect(() => readZip(new Uint8Array())).toThrow(ZipError);
    const damaged = Buffer.from(archive);
    damaged.writeUInt8(damaged.readUInt8(60) ^ 0xff, 60);
    expect(() => readZip(damaged)).toThrow(ZipError);
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, value, cut) => {
        const changed = cut ? archive.subarray(0, at) : Buffer.from(archive);
        if (!cut) changed.writeUInt8(value, at);
        try {
          readZip(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(ZipError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
