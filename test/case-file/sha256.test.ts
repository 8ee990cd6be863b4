import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256OfText as inBrowser } from '../../case-file/sha256.browser.ts';
import { sha256OfText as inNode } from '../../case-file/sha256.ts';

test('The hash of a text is the same in Node and in a browser, and is SHA-256', () => {
  // https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  expect(inNode('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
      expect(inBrowser(text)).toBe(inNode(text));
    }),
  );
});
