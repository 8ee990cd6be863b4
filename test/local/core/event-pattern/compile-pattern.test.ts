import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../../local/src/core/event-pattern/compile-pattern.ts';

const reasonOf = (pattern: unknown): string => {
  try {
    compilePattern(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  } catch (error) {
    if (error instanceof Error) return error.message.replace('Event pattern is not valid. Reason: ', '');
  }
  return 'valid';
};
const field = (...alternatives: unknown[]) => ({ detail: { x: alternatives } });

describe('invalid patterns', () => {
  test.each([
    ['an empty object', {}, 'Empty objects are not allowed'],
    ['an empty list', field(), 'Empty arrays are not allowed'],
    ['a list', [], 'Filter is not an object'],
    ['a list in a list', field(['a']), 'Match value must be String, number, true, false, or null'],
    ['an unknown operator', field({ regex: 'a' }), 'Unrecognized match type regex'],
    [
      'an operator named like a property of Object.prototype',
      field({ constructor: 'a' }),
      'Unrecognized match type constructor',
    ],
    ['no operator', field({}), 'Match expression name not found'],
    ['two operators', field({ prefix: 'a', suffix: 'b' }), 'Only one key allowed in match expression'],
    ['a prefix of an unknown kind', field({ prefix: { wildcard: 'a' } }), 'Unsupported prefix pattern: wildcard'],
    ['exists with a string', field({ exists: 'yes' }), 'exists match pattern must be either true or false.'],
    ['a range whose bottom is above its top', field({ numeric: ['>', 5, '<', 1] }), 'Bottom must be less than top'],
    ['a range beyond the limits', field({ numeric: ['>', 6e9] }), 'Value must be between -5.0E9 and 5.0E9, inclusive'],
    ['an unknown comparison', field({ numeric: ['!', 1] }), 'Unrecognized numeric range operator: !'],
    ['an empty comparison', field({ numeric: [] }), 'Invalid member in numeric match: ]'],
    ['a comparison with a string', field({ numeric: ['=', 'a'] }), 'Value of equals must be numeric'],
    ['three comparisons', field({ numeric: ['=', 1, '=', 2] }), 'Too many elements in numeric expression'],
    ['a CIDR block without a mask', field({ cidr: '10.0.0.0' }), "Malformed CIDR, one '/' required"],
    ['a mask that is not a number', field({ cidr: '10.0.0.0/a' }), 'Malformed CIDR, mask bits must be an integer'],
    ['a mask that is too long', field({ cidr: '10.0.0.0/33' }), 'IPv4 mask bits must be < 32'],
    ['an IPv4 mask of all bits', field({ cidr: '192.168.7.9/32' }), 'IPv4 mask bits must be < 32'],
    ['an IPv6 mask of all bits', field({ cidr: '2001:db8::1/128' }), 'IPv6 mask bits must be < 128'],
    ['an operator given twice', '{"a":[{"prefix":"x","prefix":"y"}]}', 'Only one key allowed in match expression'],
    [
      'plain wildcards that one text can match at many positions',
      field({ wildcard: '*error*' }, { wildcard: '*fail*' }, { wildcard: '*abort*' }, { wildcard: '*denied*' }),
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    ],
    [
      'a comparison with an integer beyond 2^53',
      '{"a":[{"numeric":[">",12345678901234567]}]}',
      'Value must be between -5.0E9 and 5.0E9, inclusive',
    ],
    ['an octet that is too large', field({ cidr: '10.0.0.256/8' }), 'Invalid IP address: 10.0.0.256'],
    ['a CIDR block that is not a string', field({ cidr: 10 }), 'prefix match pattern must be a string'],
    ['an invalid escape', field({ wildcard: 'a\\b' }), 'Invalid escape character at pos 2'],
    ['anything-but without an expression', field({ 'anything-but': {} }), 'Anything-But expression name not found'],
    ['anything-but with cidr', field({ 'anything-but': { cidr: 'a' } }), 'Unsupported anything-but pattern: cidr'],
    [
      'anything-but with mixed types',
      field({ 'anything-but': ['a', 1] }),
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [
      'anything-but with a number ignoring case',
      field({ 'anything-but': { 'equals-ignore-case': 1 } }),
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    ],
    [
      'too many wildcards that match the same text',
      field({ wildcard: '*a*a*a*a*a*a*a*' }),
      'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
    ],
    ['$or with an object', { $or: { a: [1] } }, 'It must be an Array followed with $or.'],
    ['$or with one alternative', { $or: [{ a: [1] }] }, 'There must have at least 2 Objects in $or relationship.'],
    ['$or with values', { $or: [1, 2] }, 'Only JSON object is allowed in array of $or relationship.'],
    [
      '$or with an operator in place of a field',
      { $or: [{ prefix: ['a'] }, { b: [1] }] },
      'prefix is Ruler reserved fieldName which cannot be used inside $or.',
    ],
  ])('rejects %s', (_, pattern, reason) => {
    expect(reasonOf(pattern)).toBe(reason);
  });

  test.each([
    ['', 'Unexpected end-of-input: was expecting a value\n at [Source: (String)""; line: 1, column: 1]'],
    [
      '{"a" 1}',
      'Unexpected character (\'1\' (code 49)): was expecting a colon to separate field name and value\n at [Source: (String)"{"a" 1}"; line: 1, column: 6]',
    ],
    [
      '{"a":[1 2]}',
      'Unexpected character (\'2\' (code 50)): was expecting comma to separate Array entries\n at [Source: (String)"{"a":[1 2]}"; line: 1, column: 9]',
    ],
  ])('%s is not JSON', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  test('a nesting depth above the maximum of events', () => {
    const deep = `${'{"a":'.repeat(100_000)}["x"]${'}'.repeat(100_000)}`;
    expect(reasonOf(deep)).toBe('Document nesting depth exceeds the maximum allowed (1000)');
  });

  test('nested $or with more than a thousand combinations', () => {
    const or = (name: string) => [1, 2, 3, 4, 5, 6].map((value) => ({ [name]: [value] }));
    const nested = { a: { $or: or('a') }, b: { $or: or('b') }, c: { $or: or('c') }, d: { $or: or('d') } };
    expect(reasonOf(nested)).toBe('The pattern has more than 1000 combinations of $or alternatives');
  });
});

test('the states of a common beginning count once for a list of wildcards in anything-but', () => {
  const wildcard = ['*refund*', '*chargeback*', '*void*', '*fraud*', '*stolen*', '*lost*'];
  expect(reasonOf(field({ 'anything-but': { wildcard } }))).toBe('valid');
});
