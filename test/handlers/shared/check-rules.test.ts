import { describe, expect, test } from '@jest/globals';
import { isAddressFlagged, isNameFlagged, isNameUnprocessable } from '../../../handlers/shared/check-rules.ts';

describe('A name', () => {
  test.each([
    ['Spock', false],
    ['evil Spock', true],
    ['medieval', false],
    ['EVIL', false],
    ['devil', true],
    ['Evil Spock', false],
    ['', false],
  ])('%j is flagged: %p', (name, flagged) => {
    expect(isNameFlagged(name)).toBe(flagged);
  });

  test('that contains UNPROCESSABLE_DATA cannot be checked', () => {
    expect(isNameUnprocessable('UNPROCESSABLE_DATA')).toBe(true);
    expect(isNameUnprocessable('Mr UNPROCESSABLE_DATA jr')).toBe(true);
    expect(isNameUnprocessable('unprocessable_data')).toBe(false);
  });
});

describe('An address', () => {
  test.each([
    ['123 Enterprise Street', false],
    ['123 Street', false],
    ['Flat 7, 123 Street', false],
    ['123EnterpriseStreet', true],
    ['Some Street', true],
    ['123', true],
    ['Somewhere', true],
    ['ABadAddress', true],
  ])('%j is flagged: %p', (address, flagged) => {
    expect(isAddressFlagged(address)).toBe(flagged);
  });
});
