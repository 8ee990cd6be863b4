import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import {
  applyPath,
  findPath,
  readPath,
  readPathOfField,
} from '../../../../../local/src/services/stepfunctions/language/json-path.ts';
import { isPath } from '../../../../../local/src/services/stepfunctions/language/path/path-parser.ts';
import { StatesError } from '../../../../../local/src/services/stepfunctions/language/states-error.ts';
import { scopeOf } from './scope-for-tests.ts';

const STORE: Json = {
  books: [
    { title: 'Moby Dick', price: 9, tags: ['sea'] },
    { title: 'Sayings', price: 8.5, isbn: 'x-1' },
    { title: 'Sword', price: 13, isbn: 'x-2', tags: [] },
  ],
  'a name': { 'b.c': 1 },
  nothing: null,
  empty: [],
};
const scope = scopeOf(STORE, { order: { id: 7 }, list: [1, 2] }, { State: { Name: 'Here' } });

/** The cause of the error that the read throws. */
function causeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof StatesError) return `${error.error} | ${error.causeText}`;
    throw error;
  }
  return 'nothing thrown';
}

describe('values of paths', () => {
  test.each<[string, Json]>([
    ['$.books[0].title', 'Moby Dick'],
    ["$['books'][1]['price']", 8.5],
    ['$.books[-1].title', 'Sword'],
    ["$['a name']['b.c']", 1],
    ['$.nothing', null],
    ['$.books[*].price', [9, 8.5, 13]],
    ['$.books[0:2].price', [9, 8.5]],
    ['$.books[1:].price', [8.5, 13]],
    ['$.books[:-1].price', [9, 8.5]],
    ['$.books[0,2].title', ['Moby Dick', 'Sword']],
    ["$.books[0]['title','price']", { title: 'Moby Dick', price: 9 }],
    ['$..isbn', ['x-1', 'x-2']],
    ['$.books[?(@.isbn)].title', ['Sayings', 'Sword']],
    ['$.books[?(!@.isbn)].title', ['Moby Dick']],
    ['$.books[?(@.price > 8.5)].title', ['Moby Dick', 'Sword']],
    ["$.books[?(@.price<10 && @.title!='Sayings')].title", ['Moby Dick']],
    ["$.books[?(@.title == 'Sword' || @.price == 9)].price", [9, 13]],
    ['$.books[?(@.title =~ /s.*/i)].title', ['Sayings', 'Sword']],
    ["$.books[?(@.isbn in ['x-2', 'x-3'])].title", ['Sword']],
    ["$.books[?(@.tags contains 'sea')].title", ['Moby Dick']],
    ['$.books[?(@.tags empty true)].title', ['Sword']],
    ['$.books[?(@.price > $.books[1].price)].price', [9, 13]],
    ['$.books.length()', 3],
    ['$.books[*].price.max()', 13],
    ['$.none[*]', []],
    ['$.none[1:5].x', []],
    ['$.books[7].x', 'nowhere'],
    ['$$.State.Name', 'Here'],
    ['$order.id', 7],
    ['$list[1]', 2],
    ['$missing', 'nowhere'],
  ])('%s', (path, expected) => {
    const found = findPath(path, scope, STORE);
    expect(found === undefined ? 'nowhere' : found).toEqual(expected);
  });
});

describe('paths as the Jayway library reads them', () => {
  const ITEMS: Json = {
    jobs: [
      { id: 1, state: 'done', day: '2026-01-02', code: '7' },
      { id: 2, state: 'in work', day: '2026-01-03', code: 7 },
      { id: 3, state: 'done', flag: true },
      { id: 4, state: null, mail: 'a@b.org' },
    ],
    nested: { deep: { state: 'done' } },
    "it's": 1,
    numbers: [4, 1, 7],
    word: 'word',
    wanted: ['done', 'x'],
  };

  test.each<[string, Json]>([
    ['$.jobs[?(@.state==done)].id', [1, 3]],
    ['$.jobs[?(@.state != done)].id', [2, 4]],
    ['$.jobs[?(done == @.state)].id', [1, 3]],
    ['$.jobs[?(@.state == in work)].id', [2]],
    ['$.jobs[?(@.state==done && @.day==2026-01-02)].id', [1]],
    ['$.jobs[?(@.state==done||@.mail==a@b.org)].id', [1, 3, 4]],
    ['$.jobs[?(@.state in [done, other])].id', [1, 3]],
    ['$.jobs[?(@.flag==true)].id', [3]],
    ['$.jobs[?(@.state==null)].id', [4]],
    ['$..jobs[?(@.state==done)].id', [1, 3]],
    ["$.jobs[?(@.code == '7')].id", [1, 2]],
    ['$.jobs[?(@.code == 7)].id', [1, 2]],
    ['$.jobs[?(@.code === 7)].id', [2]],
    ["$.jobs[?(@.code !== '7')].id", [2, 3, 4]],
    ['$.jobs[?(@.none == @.nowhere)].id', []],
    ["$.jobs[?(@.state IN ['done'])].id", [1, 3]],
    ["$.jobs[?(@.state NIN ['done'])].id", [2, 4]],
    ['$.jobs[?(@.id =~ /[12]/)].id', [1, 2]],
    ['$[?(@.wanted)].word', ['word']],
    ['$..[?(@.state == done)].id', [1, 3]],
    ['$..[?(@.deep)]', [{ deep: { state: 'done' } }]],
    [' $.word ', 'word'],
    ["$['it\\'s']", 1],
    ["$['\\u0077ord']", 'word'],
    ["$.jobs[?(@.day == '2026\\u002d01-02')].id", [1]],
    ['$.numbers[-1]', 7],
    ['$.numbers[0, -1]', [4, 7]],
    ['$.numbers[0:3:2]', [4, 1, 7]],
    ['$.numbers[-2:]', [1, 7]],
    ['$.numbers[1:-1]', []],
    ['$.numbers[-3:-1]', [4, 1]],
    ['$.numbers[-1:1]', [7, 4]],
    [
      "$.jobs[0,1]['id','state']",
      [
        { id: 1, state: 'done' },
        { id: 2, state: 'in work' },
      ],
    ],
    ['$.numbers.min()', 1],
    ['$.numbers.sum()', 12],
    ['$.numbers.avg()', 4],
    ['$.numbers.first()', 4],
    ['$.numbers.index(1)', 1],
    ['$.numbers.index(-1)', 7],
    ['$.numbers.append(9)', [4, 1, 7, 9]],
    ['$.sum($.numbers, 10)', 22],
    ['$.concat($.word, "-", $.numbers)', 'word-417'],
    ['$.wanted.concat("!")', 'donex!'],
    ['$.length($.numbers)', 3],
    ['$.nested.keys()', ['deep']],
    ['$.word.length()', null],
    ['$.jobs[?(@.day.length() == null)].id', [1, 2]],
  ])('%s', (path, expected) => {
    const found = findPath(path, scopeOf(ITEMS), ITEMS);
    expect(found === undefined ? 'nowhere' : found).toEqual(expected);
  });

  test.each(['$.a[:]', '$.a[1 : 2]', '$.a[?(@.b==)]', '$.a[?(==b)]', '$.a.length', '$.a.none()', '$.a[?(b)]'])(
    '%s is a path only if Jayway reads it',
    (path) => {
      expect(isPath(path)).toBe(path === '$.a.length');
    },
  );
});

describe('causes of paths without a value', () => {
  test.each([
    ['$.no', "Invalid path '$.no' : No results for path: $['no']"],
    ['$.no.such.path', "Invalid path '$.no.such.path' : Missing property in path $['no']"],
    ['$.empty[0]', "Invalid path '$.empty[0]' : No results for path: $['empty'][0]"],
    ['$.nothing[0]', "Invalid path '$.nothing[0]' : The path $['nothing'] is null"],
    [
      '$.books[0][0]',
      "Invalid path '$.books[0][0]' : Filter: [0] can only be applied to arrays. Current context is: {title=Moby Dick, price=9, tags=[sea]}",
    ],
    [
      '$.books.title',
      "Invalid path '$.books.title' : Expected to find an object with property ['title'] in path $['books'] but found 'java.util.ArrayList'. This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
    ],
  ])('%s', (path, cause) => {
    expect(causeOf(() => readPath(path, scope, STORE))).toBe(`States.Runtime | ${cause}`);
  });

  test('the cause of a named field contains the field and the input', () => {
    expect(causeOf(() => readPathOfField('$.x', 'y.$', scope, { a: 1 }))).toBe(
      `States.Runtime | The JSONPath '$.x' specified for the field 'y.$' could not be found in the input '{"a":1}'`,
    );
  });
});

test('an InputPath of null gives an empty object, a missing InputPath keeps the input', () => {
  expect([applyPath(null, scope, 1), applyPath(undefined, scope, 1)]).toEqual([{}, 1]);
});

test('property names of prototypes are ordinary data', () => {
  const data: Json = JSON.parse('{"__proto__":{"x":1},"plain":{}}');
  expect(findPath("$['__proto__'].x", scope, data)).toBe(1);
  expect(findPath('$.plain.constructor', scope, data)).toBeUndefined();
  expect(findPath('$toString', scope, data)).toBeUndefined();
});

test('any text is evaluated or refused with a StatesError', () => {
  const pieces = fc.constantFrom(
    '$',
    '@',
    '.',
    '..',
    '[',
    ']',
    '(',
    ')',
    '?',
    '*',
    ':',
    ',',
    "'",
    '\\',
    'a',
    '0',
    '-1',
    '==',
    '&&',
    '!',
    '/',
    ' ',
    '$$',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), fc.jsonValue({ maxDepth: 3 }), (parts, data) => {
      try {
        readPath(parts.join(''), scope, JSON.parse(JSON.stringify(data)));
      } catch (error) {
        expect(error).toBeInstanceOf(StatesError);
      }
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['filters', '$[?(@'.repeat(20_000)],
  ['brackets', `$[?(${'('.repeat(20_000)}`],
  ['negations', `$[?(${'!'.repeat(20_000)}`],
  ['lists', `$[?(@.a in ${'['.repeat(20_000)}`],
])('deeply nested %s are refused', (_, path) => {
  expect(() => readPath(path, scope, STORE)).toThrow(StatesError);
});
