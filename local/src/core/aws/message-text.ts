/** Characters that SQS refuses in bodies and attributes: all but those of XML 1.0. A surrogate without its pair is one. */
const REFUSED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ALL_REFUSED = new RegExp(REFUSED, 'gu');

export const isMessageText = (text: string): boolean => !REFUSED.test(text);

/** The text with `?` for each character that SQS refuses. */
export const messageText = (text: string): string => text.replace(ALL_REFUSED, '?');

/**
 * The JSON text with escapes for the characters that SQS refuses. In valid JSON these are noncharacters and lone
 * surrogates, inside strings.
 */
export const messageJson = (json: string): string =>
  json.replace(ALL_REFUSED, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
