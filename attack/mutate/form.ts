import type { Choices } from '../../chaos/random.ts';
import { ODD_TEXTS, PROTOTYPE_NAMES } from './odd-values.ts';

const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

type Pair = readonly [name: string, value: string];

const write = (pairs: readonly Pair[]): string =>
  pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');

type Change = (pairs: readonly Pair[], at: number, choices: Choices) => readonly [string, string | Buffer];

const replaced = (pairs: readonly Pair[], at: number, pair: Pair): string =>
  write(pairs.map((each, index) => (index === at ? pair : each)));

const CHANGES: readonly Change[] = [
  (pairs, at, { pick }) => ['another value', replaced(pairs, at, [pairs[at]?.[0] ?? '', pick(ODD_TEXTS)])],
  (pairs, at, { pick }) => ['another value', replaced(pairs, at, [pairs[at]?.[0] ?? '', pick(ODD_TEXTS)])],
  (pairs, at, { pick }) => ['another value', replaced(pairs, at, [pairs[at]?.[0] ?? '', pick(ODD_TEXTS)])],
  (pairs, at) => ['missing', write(pairs.filter((_, index) => index !== at))],
  (pairs, at) => ['twice', write([...pairs, pairs[at] ?? ['a', 'b']])],
  (pairs, at, { pick }) => ['another name', replaced(pairs, at, [pick(ODD_TEXTS), pairs[at]?.[1] ?? ''])],
  (pairs, at, { pick }) => [
    'prototype name',
    write([...pairs, [`${pairs[at]?.[0]}.${pick(PROTOTYPE_NAMES)}`, 'x'], [`${pick(PROTOTYPE_NAMES)}.a`, 'y']]),
  ],
  (pairs, at, { pick }) => [
    'a list number',
    replaced(pairs, at, [
      (pairs[at]?.[0] ?? '').replace(/\d+/, pick(['0', '-1', '99999999999', '1e3', 'x', ''])),
      pairs[at]?.[1] ?? '',
    ]),
  ],
  (pairs, at) => [
    'a value and a structure',
    write([...pairs, [`${pairs[at]?.[0]}.1`, 'x'], [`${pairs[at]?.[0]}.member.1.a`, 'y']]),
  ],
  (pairs) => ['deep name', write([...pairs, [`A${'.member.1'.repeat(400)}`, 'x']])],
  (pairs) => ['dots', write([...pairs, ['...', 'x'], ['.a', 'y'], ['a..b', 'z']])],
  (pairs) => ['broken percent encoding', `${write(pairs)}&a=%zz&%=%&b=%ff%fe%00`],
  (pairs) => ['invalid UTF-8', Buffer.concat([Buffer.from(`${write(pairs)}&a=`), Buffer.from([0xff, 0xc0, 0x80])])],
  (pairs) => ['many parameters', `${write(pairs)}${'&a=1'.repeat(6000)}`],
  () => ['empty', ''],
  () => ['only separators', '&&&===&&'],
  (pairs) => ['JSON', JSON.stringify(Object.fromEntries(pairs))],
];

/** Changes one parameter of a form, or its encoding. */
export const mutateForm = (
  form: string,
  choices: Choices,
): { readonly name: string; readonly body: string | Buffer } => {
  const pairs = [...new URLSearchParams(form)];
  const at = choices.between(0, Math.max(0, pairs.length - 1));
  const [name, body] = choices.pick(CHANGES)(pairs, at, choices);
  return { name: `${pairs[at]?.[0] ?? 'form'}: ${name}`, body };
};
