import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from '../../../../local/src/core/event-pattern/compile-pattern.ts';
import { flattenEvent } from '../../../../local/src/core/event-pattern/flat-event.ts';
import { matchesPattern } from '../../../../local/src/core/event-pattern/match-pattern.ts';
import { parseExact } from '../../../../local/src/core/event-pattern/ordered-json.ts';
import { cpuMsOf } from '../../../support/cpu-time.ts';
import { naiveMatch } from './naive-match.ts';

const matches = (pattern: object, event: object): boolean =>
  matchesPattern(compilePattern(JSON.stringify(pattern)), flattenEvent(event));

describe('matching values', () => {
  test.each([
    ['the same text', ['a'], 'a', true],
    ['another case', ['a'], 'A', false],
    ['a number for a string', ['1'], 1, false],
    ['an equal number', [1.5], 1.5, true],
    ['an account number', [123456789012], 123456789012, true],
    ['true', [true], true, true],
    ['null', [null], null, true],
    ['one of a list in the event', ['b'], ['a', 'b'], true],
    ['prefix ignoring case', [{ prefix: { 'equals-ignore-case': 'EventB' } }], 'EVENTBridge', true],
    ['suffix ignoring case', [{ suffix: { 'equals-ignore-case': '.png' } }], 'a.PNG', true],
    ['suffix', [{ suffix: '.png' }], 'a.png', true],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'aLiCe' }], 'Alice', true],
    ['a number in the range', [{ numeric: ['>', 0, '<=', 5] }], 5, true],
    ['a number at the open end', [{ numeric: ['>', 0, '<=', 5] }], 0, false],
    ['a negative number', [{ numeric: ['<', -1] }], -1.5, true],
    ['a number beyond the limits', [{ numeric: ['>', 0] }], 6e9, false],
    ['an address in the block', [{ cidr: '10.0.0.5/24' }], '10.0.0.1', true],
    ['an address outside the block', [{ cidr: '10.0.0.0/24' }], '10.0.1.1', false],
    ['every address', [{ cidr: '0.0.0.0/0' }], '255.1.2.3', true],
    ['an IPv6 address', [{ cidr: '2001:db8::/32' }], '2001:db8:1::7', true],
    ['a string that is not an address', [{ cidr: '10.0.0.0/8' }], 'ten', false],
    ['the same address written differently', ['2001:db8::1'], '2001:0db8:0:0:0:0:0:1', true],
    ['wildcard', [{ wildcard: 'a*c*e' }], 'abcde', true],
    ['a wildcard whose ends would overlap', [{ wildcard: 'ab*ba' }], 'aba', false],
    ['an escaped star matches a star', [{ wildcard: '\\*x' }], '*x', true],
    ['an escaped star matches nothing else', [{ wildcard: '\\*x' }], 'ax', false],
    ['anything-but with another value', [{ 'anything-but': ['a', 'b'] }], 'c', true],
    ['anything-but with the excluded value', [{ 'anything-but': ['a', 'b'] }], 'b', false],
    ['anything-but with an excluded number', [{ 'anything-but': [100, 200] }], 200.0, false],
    ['anything-but with an excluded suffix', [{ 'anything-but': { suffix: ['.a', '.b'] } }], 'x.b', false],
    ['anything-but with an excluded wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], '/usr/lib/x', false],
    ['anything-but matches one element of a list', [{ 'anything-but': 'a' }], ['a', 'b'], true],
    ['exists matches null', [{ exists: true }], null, true],
    ['exists does not match an object', [{ exists: true }], { y: 1 }, false],
    ['exists: false matches an empty list', [{ exists: false }], [], true],
  ])('%s', (_, alternatives, value, expected) => {
    expect(matches({ detail: { x: alternatives } }, { detail: { x: value } })).toBe(expected);
  });

  test('keys such as __proto__ match like other keys', () => {
    const event = JSON.parse('{"detail":{"__proto__":{"admin":true},"constructor":"x"}}') as object;
    expect(matchesPattern(compilePattern('{"detail":{"__proto__":{"admin":[true]}}}'), flattenEvent(event))).toBe(true);
    expect(matches({ detail: { toString: [{ exists: true }] } }, event)).toBe(false);
  });
});

describe('comparisons that ignore case (EqualsIgnoreCaseParser of aws/event-ruler)', () => {
  test.each([
    ['Greek letters', { 'equals-ignore-case': 'ΣΟΦΙΑ' }, 'σοφια', true],
    ['the final form of sigma is another letter', { 'equals-ignore-case': 'ΝΙΚΟΣ' }, 'νικος', false],
    ['Cyrillic letters', { prefix: { 'equals-ignore-case': 'москва' } }, 'МОСКВА-1', true],
    ['a sharp s matches two letters', { 'equals-ignore-case': 'maß' }, 'MASS', true],
    ['two letters do not match a sharp s', { 'equals-ignore-case': 'MASS' }, 'maß', false],
    ['a sharp s at the end', { suffix: { 'equals-ignore-case': 'fuß' } }, 'KLUMPFUSS', true],
    ['an excluded sharp s', { 'anything-but': { 'equals-ignore-case': 'fuß' } }, 'FUSS', false],
    ['a character beyond U+FFFF never matches', { 'equals-ignore-case': 'go 🚀' }, 'go 🚀', false],
    ['a character beyond U+FFFF is never excluded', { 'anything-but': { 'equals-ignore-case': '🚀' } }, '🚀', true],
    ['accents stay', { 'equals-ignore-case': 'Jürgen' }, 'jurgen', false],
  ])('%s', (_, alternative, value, expected) => {
    expect(matches({ detail: { x: [alternative] } }, { detail: { x: value } })).toBe(expected);
  });
});

describe('integers beyond 2^53', () => {
  const asked = (pattern: string, event: string): boolean =>
    matchesPattern(compilePattern(pattern), flattenEvent(parseExact(event) as object));

  test.each([
    ['the same one', '{"n":[9007199254740993]}', '{"n":9007199254740993}', true],
    ['its neighbour', '{"n":[9007199254740993]}', '{"n":9007199254740992}', false],
    ['a negative one', '{"n":[-98765432109876543]}', '{"n":-98765432109876544}', false],
    ['one in a list', '{"n":[1,98765432109876543]}', '{"n":[5,98765432109876543]}', true],
    ['anything-but', '{"n":[{"anything-but":[7]}]}', '{"n":98765432109876543}', true],
    ['exists', '{"n":[{"exists":true}]}', '{"n":98765432109876543}', true],
  ])('%s', (_, pattern, event, expected) => {
    expect(asked(pattern, event)).toBe(expected);
  });
});

describe('a field named twice', () => {
  const asked = (pattern: string, event: object): boolean =>
    matchesPattern(compilePattern(pattern), flattenEvent(event));

  test('both objects must match', () => {
    const pattern = '{"a":{"x":["1"]},"a":{"y":["2"]}}';
    expect(asked(pattern, { a: { x: '1', y: '2' } })).toBe(true);
    expect(asked(pattern, { a: { x: '0', y: '2' } })).toBe(false);
  });

  test('of two lists for one path the last one counts', () => {
    expect(asked('{"a":["1"],"a":["2"]}', { a: '2' })).toBe(true);
    expect(asked('{"a":["1"],"a":["2"]}', { a: '1' })).toBe(false);
  });
});

describe('exists: false in lists of objects (ACFinder of aws/event-ruler)', () => {
  const paid = {
    order: [
      { id: 'p', lines: [{ sku: 1 }, { sku: 2, tax: 9 }] },
      { id: 'q', void: true },
    ],
  };
  test.each([
    ['the element that matched lacks the field', { order: { id: ['p'], void: [{ exists: false }] } }, true],
    ['the element that matched has the field', { order: { id: ['q'], void: [{ exists: false }] } }, false],
    ['any element that matches may lack it', { order: { id: [{ exists: true }], void: [{ exists: false }] } }, true],
    ['the inner element lacks it', { order: { lines: { sku: [1], tax: [{ exists: false }] } } }, true],
    ['the inner element has it', { order: { lines: { sku: [2], tax: [{ exists: false }] } } }, false],
    [
      'a field whose path sorts before the matched one is checked in all elements',
      { order: { a: [{ exists: false }], id: ['p'] } },
      true,
    ],
    [
      'a field whose path sorts before the matched one occurs in another element',
      { order: { id: [{ exists: false }], void: [true] } },
      false,
    ],
    ['absent, or with a value', { order: { id: ['q'], void: [{ exists: false }, true] } }, true],
    ['a field outside the list is asked of the event', { order: { id: ['p'] }, other: [{ exists: false }] }, true],
  ])('%s', (_, pattern, expected) => {
    expect(matches(pattern, paid)).toBe(expected);
  });

  test('ten thousand elements are checked in linear time', async () => {
    const items = Array.from({ length: 10_000 }, (_, n) => ({ a: n, b: 1, c: 1 }));
    const pattern = { items: { a: [{ exists: true }], b: [1], c: [{ exists: false }] } };
    const matching = () => expect(matches(pattern, { items })).toBe(false);
    expect(await cpuMsOf(matching)).toBeLessThan(1_000);
  });
});

describe('lists of objects', () => {
  const event = {
    items: [
      {
        name: 'a',
        size: 1,
        parts: [
          { id: 1, ok: true },
          { id: 2, ok: false },
        ],
      },
      { name: 'b', size: 2, parts: [{ id: 3, ok: true }] },
    ],
    tags: ['x', 'y'],
  };

  test.each([
    ['two fields of one element', { items: { name: ['b'], size: [2] } }, true],
    ['two fields of different elements', { items: { name: ['a'], size: [2] } }, false],
    ['fields of one inner element', { items: { name: ['a'], parts: { id: [2], ok: [false] } } }, true],
    ['fields of different inner elements', { items: { name: ['a'], parts: { id: [1], ok: [false] } } }, false],
    ['an inner element of another outer element', { items: { name: ['b'], parts: { id: [1] } } }, false],
    ['fields outside the list', { items: { name: ['b'] }, tags: ['y'] }, true],
  ])('%s', (_, pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  test('a field that occurs in two lists matches a value of either list', () => {
    const torn = {
      'a.b': [{ x: 1, y: 9 }],
      a: {
        b: [
          { x: 1, y: 2 },
          { x: 3, y: 4 },
        ],
      },
    };
    expect(matches({ a: { b: { x: [1], y: [2] } } }, torn)).toBe(true);
    expect(matches({ a: { b: { x: [3], y: [2] } } }, torn)).toBe(false);
  });

  test('ten thousand elements that each match only one of two fields are rejected in linear time', async () => {
    const items = Array.from({ length: 10_000 }, (_, n) => (n % 2 ? { a: 1, b: 0 } : { a: 0, b: 1 }));
    const matching = () => expect(matches({ items: { a: [1], b: [1] } }, { items })).toBe(false);
    expect(await cpuMsOf(matching)).toBeLessThan(1_000);
  });
});

describe('$or', () => {
  test('matches if any alternative and all fields outside $or match', () => {
    const pattern = { source: ['s'], detail: { $or: [{ a: [1] }, { b: [2], c: [3] }] } };
    expect(matches(pattern, { source: 's', detail: { a: 1 } })).toBe(true);
    expect(matches(pattern, { source: 's', detail: { b: 2, c: 3 } })).toBe(true);
    expect(matches(pattern, { source: 's', detail: { b: 2 } })).toBe(false);
    expect(matches(pattern, { source: 't', detail: { a: 1 } })).toBe(false);
  });
});

const names = fc.constantFrom('a', 'b', 'c');
const texts = fc.constantFrom('', 'a', 'ab', 'AB', 'b', 'aba', '10.0.0.1', 'x*y');
const numbers = fc.constantFrom(-1, 0, 1, 2, 2.5, 6e9);
const scalars = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));

const { event: events } = fc.letrec<{ event: object; value: unknown }>((tie) => ({
  event: fc.dictionary(names, tie('value'), { maxKeys: 3 }),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    tie('event'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));

const textOperators = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard');
const alternatives = fc.oneof(
  scalars,
  fc.record({ exists: fc.boolean() }),
  fc.tuple(textOperators, texts).map(([operator, text]) => ({ [operator]: text })),
  fc
    .tuple(fc.constantFrom('prefix', 'suffix'), texts)
    .map(([operator, text]) => ({ [operator]: { 'equals-ignore-case': text } })),
  fc.record({
    'anything-but': fc.oneof(texts, fc.constantFrom(0, 1, 2.5), fc.array(texts, { minLength: 1, maxLength: 2 })),
  }),
  fc
    .tuple(textOperators, fc.array(fc.constantFrom('a', 'ab', 'b*'), { minLength: 1, maxLength: 2 }))
    .map(([operator, refused]) => ({ 'anything-but': { [operator]: refused } })),
  fc.constantFrom('=', '<', '<=', '>', '>=').map((operator) => ({ numeric: [operator, 1] })),
  fc.constant({ numeric: ['>', 0, '<=', 2] }),
  fc.constant({ cidr: '10.0.0.0/24' }),
);

const { pattern: patterns } = fc.letrec<{ pattern: object; value: unknown; or: object }>((tie) => ({
  pattern: fc.oneof({ depthSize: 'small' }, fc.dictionary(names, tie('value'), { minKeys: 1, maxKeys: 3 }), tie('or')),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(alternatives, { minLength: 1, maxLength: 2 }),
    tie('pattern'),
  ),
  or: fc.array(tie('pattern'), { minLength: 2, maxLength: 2 }).map(($or) => ({ $or })),
}));

test('the matcher agrees with one that tries every combination', () => {
  let matched = 0;
  fc.assert(
    fc.property(patterns, events, (pattern, event) => {
      const expected = naiveMatch(pattern, event);
      matched += expected ? 1 : 0;
      expect(matches(pattern, event)).toBe(expected);
    }),
    { numRuns: 3_000 },
  );
  expect(matched).toBeGreaterThan(100);
});
