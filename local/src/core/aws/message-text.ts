/**
 * Characters that SQS refuses in bodies and attributes: all outside the XML 1.0 character set, which includes
 * surrogates without a partner.
 */
const REFUSED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ALL_REFUSED = new RegExp(REFUSED, 'gu');

export const isMessageText = (text: string): boolean => !REFUSED.test(text);

/** The text with `?` for each character that SQS refuses. */
export const messageText = (text: string): string => text.replace(ALL_REFUSED, '?');

/**
 * The JSON text with `\u` escapes for the characters that SQS refuses. In valid JSON these are noncharacters and lone
 * surrogates, and they occur only inside strings.
 */
export const messageJson = (json: string): string =>
  json.replace(ALL_REFUSED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
