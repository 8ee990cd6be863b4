import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../handlers/shared/check-rules/evaluate.ts';
import { type CheckRules, V1 } from './rules.ts';

const isNameFlagged = (name: string) => judge(V1, 'NAME', name).verdict === 'FLAGGED';
const isNameUnprocessable = (name: string) => judge(V1, 'NAME', name).verdict === 'UNPROCESSABLE';
const isAddressFlagged = (address: string) => judge(V1, 'ADDRESS', address).verdict === 'FLAGGED';

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

describe('A rule of the kind', () => {
  const rulesWith = (rule: object): CheckRules =>
    ({ ...V1, lists: { titles: ['Dr', 'Lord'] }, checks: { NAME: [rule], ADDRESS: [] } }) as CheckRules;

  test.each([
    ['contains', { list: 'titles' }, 'Lord Vader', 'Darth Vader'],
    ['matches', { pattern: '^\\p{Lu}\\.$' }, 'Ä.', 'Ärmel'],
    ['does-not-match', { pattern: ' ' }, 'Spock', 'James Kirk'],
    ['shorter-than', { length: 3 }, '🖖🖖', '🖖🖖🖖'],
    ['longer-than', { length: 3 }, '🖖🖖🖖🖖', '🖖🖖🖖'],
  ])('%s %j flags %s, not %s', (kind, members, flagged, clean) => {
    const rules = rulesWith({ id: 'r', kind, says: 'It says so.', ...members });
    expect(judge(rules, 'NAME', flagged)).toMatchObject({ verdict: 'FLAGGED', rule: { id: 'r' } });
    expect(judge(rules, 'NAME', clean)).toEqual({ verdict: 'CLEAN' });
  });

  test('contains names the word that the text contains', () => {
    const rules = rulesWith({ id: 'r', kind: 'contains', list: 'titles', says: 'It says so.' });
    expect(judge(rules, 'NAME', 'Lord Vader')).toMatchObject({ met: 'Lord' });
  });
});

test('The first rule that applies decides', () => {
  expect(judge(V1, 'NAME', 'evil UNPROCESSABLE_DATA')).toMatchObject({
    verdict: 'UNPROCESSABLE',
    rule: { id: 'unprocessable-name' },
  });
});
