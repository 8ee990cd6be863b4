import { expect, test } from '@jest/globals';
import { CANARY_TEXTS, hasCanary } from '../../attack/canary-texts.ts';

test.each([
  ['as it is', 'a Quillfeatherb c'],
  ['in another case', 'QUILLFEATHERB'],
  ['in base64', Buffer.from('{"name":"Quillfeatherb"}').toString('base64')],
  ['in base64 after one more byte', Buffer.from('{"nam":"Quillfeatherb"}').toString('base64')],
  ['in base64 after two more bytes', Buffer.from('{"na":"Quillfeatherb"}').toString('base64')],
  ['in hexadecimal', Buffer.from('Wharfedale').toString('hex')],
  ['in UTF-16', Buffer.from('canarybird', 'utf16le').toString('latin1')],
  ['in JSON in JSON', JSON.stringify(JSON.stringify({ a: 'Wharfedalea' }))],
])('A canary is found %s', (_, text) => {
  expect(hasCanary(text)).toBe(true);
});

test('A text without a canary has none', () => {
  expect(hasCanary('{"id":"clean-1","state":"APPROVED"}')).toBe(false);
});

test('Each applicant passes the checks, and its address fails them without the house number', () => {
  const passes = /[0-9]+ \w+/;
  for (const { name, address, email } of CANARY_TEXTS) {
    expect(hasCanary(name) && hasCanary(address) && hasCanary(email)).toBe(true);
    expect([passes.test(address), passes.test(address.replace(/^\d+ /, ''))]).toEqual([true, false]);
    expect(name.length).toBeLessThanOrEqual(180);
  }
});
