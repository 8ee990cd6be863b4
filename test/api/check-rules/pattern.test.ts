import { describe, expect, test } from '@jest/globals';
import { patternFault } from '../../../api/check-rules/pattern.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';

describe('A rule may have the pattern', () => {
  test.each([
    '[0-9]+ \\w+',
    'PO Box',
    '^(?:Dr|Mr|Mrs)? ?\\p{Lu}',
    '\\bflat [0-9]{1,4}\\b',
    '^.*,.*,.*$',
    '[^A-Za-z \\-\\]]',
    '^\\d{5}(?:-\\d{4})?$',
  ])('%s', (pattern) => {
    expect(patternFault(pattern)).toBeUndefined();
  });
});

describe('A rule may not have the pattern', () => {
  test.each([
    ['(a+)+', 'repeats a group'],
    ['(a|a)*', 'repeats a group'],
    ['(?:ab){2,}', 'repeats a group'],
    ['((a?)b){9}', 'repeats a group'],
    ['(a)\\1', 'refers back to a group'],
    ['(?<n>a)\\k<n>', 'has a special group'],
    ['a(?=b)', 'looks ahead or behind'],
    ['(?<!a)b', 'looks ahead or behind'],
    ['.*.*.*x', 'can take more than 200 million steps'],
    ['a?'.repeat(30), 'can take more than 200 million steps'],
    ['(?:a|a)'.repeat(28), 'can take more than 200 million steps'],
    ['.*.*a{200}', 'can take more than 200 million steps'],
    ['a{0,999}b{0,999}c{0,999}', 'can take more than 200 million steps'],
    ['[z-a]', 'is not a regular expression'],
    ['(a', 'is not a regular expression'],
    ['a**', 'is not a regular expression'],
    ['a\\', 'has an unknown part'],
  ])('%s: it %s', (pattern, reason) => {
    expect(patternFault(pattern)).toContain(reason);
  });
});

test.each([
  ['[0-9]+ \\w+', '1'.repeat(500)],
  ['.*.*x', 'a'.repeat(500)],
  ['^.*.*.*x', 'a'.repeat(500)],
  ['.*.*aaaa', `${'aaab'.repeat(125)}`],
])('An allowed pattern needs little processor time for its worst text: %s', async (pattern, text) => {
  expect(patternFault(pattern)).toBeUndefined();
  expect(await cpuMsOf(() => new RegExp(pattern, 'u').test(text))).toBeLessThan(10_000);
});
