import { type Bomb, ended, failed, type Ground } from './bomb.ts';

const output = (expression: string): object => ({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } },
});

/** Expressions that never end, or whose value does not fit. */
const JSONATA: Readonly<Record<string, string>> = {
  'endless recursion': '($f := function($x) { $f($x + 1) + 1 }; $f(0))',
  'an endless tail call': '($f := function($x) { $f($x + 1) }; $f(0))',
  'a range of 10^7 items in a range': '$map([1..10000000], function($a) { [1..10000000] })',
  'a text of 10^9 characters': '$pad("a", 1000000000)',
  'a text that doubles 40 times': '($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $d("aaaaaaaa", 40))',
  'a product of four lists': '$sum([1..3000].([1..3000].([1..3000].(1))))',
  'a regular expression that backtracks': `$match("${'a'.repeat(40)}!", /(a+)+$/)`,
  'a replacement that backtracks': `$replace("${'a'.repeat(40)}!", /(a|aa)+$/, "")`,
  'a sort that never agrees': '$sort([1..200000], function($l, $r) { true })',
  'a list of all permutations':
    '($p := function($l) { $count($l) = 0 ? [[]] : $map($l, function($x) { $p($filter($l, function($y) { $y != $x })) }) }; $p([1..12]))',
};

const intrinsic = (expression: string): object => ({
  StartAt: 'A',
  States: { A: { Type: 'Pass', Parameters: { 'a.$': expression }, End: true } },
});

const INTRINSICS: Readonly<Record<string, string>> = {
  'an ArrayRange of 10^9 items': 'States.ArrayRange(0, 1000000000, 1)',
  'a path with four deep scans': '$..*..*..*..*',
  'a filter in a filter': '$..[?(@..[?(@..a)])]',
  'StringToJson of nested lists': 'States.StringToJson($.deep)',
};

const WIDE = JSON.stringify({
  deep: `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  items: Array.from({ length: 300 }, (_, index) => ({ a: [index, { b: [{ c: index }] }] })),
});

const pass = (more: object): object => ({ Type: 'Pass', ...more });

const MACHINES: Readonly<Record<string, object>> = {
  'an endless loop': { StartAt: 'A', States: { A: pass({ Next: 'B' }), B: pass({ Next: 'A' }) } },
  'data that doubles in each round': {
    StartAt: 'A',
    States: { A: pass({ Parameters: { 'a.$': '$', 'b.$': '$' }, Next: 'B' }), B: pass({ Next: 'A' }) },
  },
};

const MAP: object = {
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: {
    A: {
      Type: 'Map',
      Items: '{% [1..2000] %}',
      ItemProcessor: {
        StartAt: 'B',
        States: {
          B: {
            Type: 'Map',
            Items: '{% [1..2000] %}',
            ItemProcessor: { StartAt: 'C', States: { C: { Type: 'Pass', End: true } } },
            End: true,
          },
        },
      },
      End: true,
    },
  },
};

export const MACHINE_BOMBS: readonly Bomb[] = [
  ...Object.entries(JSONATA).map(([name, expression]) => ({
    name: `JSONata: ${name}`,
    explode: async ({ execute }: Ground) => ended(await execute(output(expression))),
  })),
  ...Object.entries(INTRINSICS).map(([name, expression]) => ({
    name: `JSONPath: ${name}`,
    explode: async ({ execute }: Ground) => ended(await execute(intrinsic(expression), WIDE)),
  })),
  ...Object.entries(MACHINES).map(([name, definition]) => ({
    name: `state machine: ${name}`,
    explode: async ({ execute }: Ground) => failed(await execute(definition)),
  })),
  {
    name: 'state machine: a Map of 2000 in a Map of 2000',
    explode: async ({ execute }: Ground) => failed(await execute(MAP)),
  },
] satisfies readonly Bomb[];
