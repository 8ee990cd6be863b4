/** Characters that SQS refuses in bodies and attributes: all but those of XML 1.0. A surrogate without its pair is one. */
const REFUSED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const ALL_REFUSED = new RegExp(REFUSED, 'gu');

export const isMessageText = (text: string): boolean => !REFUSED.test(text);

/** The text with `?` for each character that SQS refuses. */
export const messageText = (text: string): string => text.replace(ALL_REFUSED, '?');
