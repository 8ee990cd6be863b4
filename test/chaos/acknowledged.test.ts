import { describe, expect, test } from '@jest/globals';
import { acknowledgedIn } from '../../chaos/acknowledged.ts';

const REQUEST = 'read(48<socket:[1]>, "POST / HTTP/1.1\\r\\n\\r\\n{\\"id\\":\\"marker-1\\"}", 65536) = 60';
const DATA = 'pwrite64(24</data/runtime.sqlite-wal>, "\\r\\0{\\"id\\":\\"marker-1\\"}", 4096, 24) = 4096';
const TEMPORARY = 'pwrite64(46</var/tmp/etilqs_1>(deleted), "{\\"id\\":\\"marker-1\\"}", 4096, 0) = 4096';
const FLUSH = 'fsync(24</data/runtime.sqlite-wal>) = 0';
const RESPONSE = 'write(48<socket:[1]>, "HTTP/1.1 200 OK\\r\\n", 200) = 200';

const readIn = (...lines: string[]) => acknowledgedIn(lines, ['marker-1', 'marker-2']);

describe('The order of data, flush and response in a trace', () => {
  test('is right if the data is written and flushed before the response', () => {
    expect(readIn(REQUEST, DATA, FLUSH, RESPONSE)).toEqual([{ marker: 'marker-1', isWritten: true, isSynced: true }]);
  });

  test('is wrong if there is no flush, or if the flush failed or happened before the data or after the response', () => {
    const unsynced = [{ marker: 'marker-1', isWritten: true, isSynced: false }];
    expect(readIn(REQUEST, DATA, RESPONSE)).toEqual(unsynced);
    expect(readIn(REQUEST, FLUSH, DATA, RESPONSE)).toEqual(unsynced);
    expect(readIn(REQUEST, DATA, FLUSH.replace('= 0', '= -1 EIO'), RESPONSE)).toEqual(unsynced);
    expect(readIn(REQUEST, DATA, RESPONSE, FLUSH)).toEqual(unsynced);
  });

  test('is wrong if another file is flushed', () => {
    const other = FLUSH.replace('runtime.sqlite-wal', 'other');
    expect(readIn(REQUEST, DATA, other, RESPONSE)).toEqual([{ marker: 'marker-1', isWritten: true, isSynced: false }]);
  });

  test('ignores other files: a deleted temporary file, and the file of work in progress', () => {
    const unwritten = [{ marker: 'marker-1', isWritten: false, isSynced: false }];
    const note = DATA.replace('runtime.sqlite-wal', 'in-hand');
    expect(readIn(REQUEST, note, FLUSH, RESPONSE)).toEqual(unwritten);
    expect(readIn(REQUEST, note, DATA, FLUSH, RESPONSE)).toEqual([
      { marker: 'marker-1', isWritten: true, isSynced: true },
    ]);
    expect(readIn(REQUEST, TEMPORARY, FLUSH, RESPONSE)).toEqual(unwritten);
  });

  test('is checked for each connection, without refused calls', () => {
    const second = REQUEST.replace('[1]', '[2]').replace('marker-1', 'marker-2');
    const refused = RESPONSE.replace('[1]', '[2]').replace('200 OK', '503 Service Unavailable');
    expect(readIn(REQUEST, second, DATA, FLUSH, refused, RESPONSE)).toEqual([
      { marker: 'marker-1', isWritten: true, isSynced: true },
    ]);
  });
});
