import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from '../../../../local/src/services/dynamodb/dynalite-internals.ts';
import type { Item } from '../../../../local/src/services/dynamodb/dynalite-types.ts';
import { bytesOfItem } from '../../../../local/src/services/dynamodb/item-bytes.ts';

const dynalite = load('dynalite/db') as { readonly itemSize: (item: Item) => number };

const text = fc.string({ maxLength: 5, unit: 'grapheme-ascii' });
const binary = fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }).map(String),
  fc.constantFrom('0', '-0', '0.00', '1e10', '-1.50E-20', '00120', '.5', '5.', '1000000', '0.001'),
);

const { value } = fc.letrec<{ value: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ S: text }),
    fc.record({ N: number }),
    fc.record({ B: binary }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ SS: fc.array(text, { minLength: 1, maxLength: 3 }) }),
    fc.record({ NS: fc.array(number, { minLength: 1, maxLength: 3 }) }),
    fc.record({ BS: fc.array(binary, { minLength: 1, maxLength: 3 }) }),
    fc.record({ L: fc.array(tie('value'), { maxLength: 3 }) }),
    fc.record({ M: fc.dictionary(text, tie('value'), { maxKeys: 3 }) }),
  ),
}));

test('An item of ASCII characters has the size that dynalite computes', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value, { maxKeys: 5 }), (item) => {
      expect(bytesOfItem(item)).toBe(dynalite.itemSize(item));
    }),
    { numRuns: 1_000 },
  );
});

test('Names and strings count with the bytes of UTF-8', () => {
  expect(bytesOfItem({ ü: { S: '😀' }, list: { L: [{ S: 'é' }] } })).toBe(2 + 4 + 4 + 3 + 1 + 2);
});
