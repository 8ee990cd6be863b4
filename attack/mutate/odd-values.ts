import type { Choices } from '../../chaos/random.ts';

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Names that every JavaScript object has. As own members of parsed JSON they must be ordinary data. */
export const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
] as const;

/** Texts that programs take for something else, or cannot write. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\u0001\u0008\u001b[31m\u007f',
  '\r\nx-injected: 1\r\n\r\n',
  '\u2028\u2029\ufeff',
  '\ud800',
  'a\udc00b',
  '\uffff\ufffe',
  '\u202eevil\u202c\u200b\u200d',
  'Ünïcödé ß İı',
  '日本語 العربية עברית हिन्दी ᚠᛇᚻ',
  '👩‍👩‍👧‍👦🏴‍☠️𝕏',
  'e\u0301'.repeat(100),
  ...PROTOTYPE_NAMES,
  '%s%n%x',
  '%zz%',
  '%00',
  '${7*7}{{7*7}}<%= 7 %>',
  '../../../etc/passwd',
  '..\\..\\',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '&amp;<![CDATA[x]]>',
  'NaN',
  '-0',
  '1e999',
  '0x10',
  '99999999999999999999999999',
  'null',
  'undefined',
  '[object Object]',
  'arn:aws:::',
  'arn:aws:sqs:us-east-1:000000000000:',
  'arn:aws:states:us-east-1:000000000000:stateMachine:__proto__',
  'arn:aws:lambda:us-east-1:000000000000:function:constructor',
  'arn:aws:iam::000000000000:role/toString',
  'http://[::1',
  'http://sqs/__proto__/x',
  '{',
  '[]',
  '{"__proto__":{"a":1}}',
  '{"a":[{"numeric":["=",1e400]}]}',
  '[{"a":null}]',
  '{% $states.input %}',
  '$..*[?(@.a)]',
  'rate(0 minutes)',
  'rate(99999999999999 days)',
  'cron(* * * * * *)',
  'cron(0 0 31 2 ? *)',
  'at(2026-99-99T99:99:99)',
  '2026-13-45T25:61:61Z',
  '*',
  '?',
  '\\',
  '"',
  '#',
  ':',
  'a'.repeat(257),
  'x'.repeat(70_000),
];

const ODD_NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  -1e308,
  5e-324,
  8.64e15,
  8.64e15 + 1,
];

const many = (count: number): unknown => Array.from({ length: count }, (_, index) => index);

/** A value of another type than the service expects, or at a limit of its type. */
export const oddValue = (choices: Choices): unknown =>
  choices.pick<() => unknown>([
    () => choices.pick(ODD_TEXTS),
    () => choices.pick(ODD_TEXTS),
    () => choices.pick(ODD_NUMBERS),
    () => null,
    () => choices.pick([true, false]),
    () => [],
    () => ({}),
    () => [[]],
    () => [null],
    () => [choices.pick(ODD_TEXTS)],
    () => ({ [choices.pick(PROTOTYPE_NAMES)]: choices.pick(ODD_TEXTS) }),
    () => JSON.parse(`{"${choices.pick(PROTOTYPE_NAMES)}":{"a":1}}`),
    () => ({ [choices.pick(ODD_TEXTS)]: choices.pick(ODD_TEXTS) }),
    () => deep(choices.pick([10, 100, 400])),
    () => many(choices.pick([11, 101, 1001])),
    () => Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, 'v'])),
  ])();
