import { describe, expect, test } from '@jest/globals';
import { showsKill } from '../../chaos/strace.ts';

const FLUSH = 'fdatasync(21)                           = 0';

describe('A trace with a kill in the third flush', () => {
  test('shows the kill by the end of the process', () => {
    expect(showsKill([FLUSH, FLUSH, 'fdatasync(21) = ?', '+++ killed by SIGKILL +++'], 3)).toBe(true);
  });

  test('shows the kill also if it ends while the process is being killed', () => {
    expect(showsKill([FLUSH, FLUSH, 'fdatasync(21 <detached ...>'], 3)).toBe(true);
    expect(showsKill(['41 fsync(21) = 0', '41 fsync(7) = 0', '41 fdatasync(21 <unfinished ...>'], 3)).toBe(true);
  });

  test('shows no kill before the third flush', () => {
    expect(showsKill([FLUSH, FLUSH, 'strace: Process 41 detached'], 3)).toBe(false);
  });
});
