import { expect, test } from '@jest/globals';
import { isMessageText, messageText } from '../../../../local/src/core/aws/message-text.ts';

test('text with emoji, tabs and line ends is unchanged', () => {
  const text = 'Grüße 👍\t\r\n';
  expect(isMessageText(text)).toBe(true);
  expect(messageText(text)).toBe(text);
});

test.each(['\u0000', '\u001b', '\ud800', '\udc00', '\ufffe'])('%j is refused and replaced by ?', (character) => {
  expect(isMessageText(`a${character}b`)).toBe(false);
  expect(messageText(`a${character}b${character}`)).toBe('a?b?');
});
