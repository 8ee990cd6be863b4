import { urlPart } from './url-part.ts';

const SHORT: { readonly [character: string]: string } = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** Escapes for a string of JavaScript: quotes, backslashes and slashes, and all characters that are not ASCII. */
const escapeJavaScript = (value: unknown): string =>
  textOf(value)
    .replaceAll(/["'\\/]/g, '\\$&')
    .replaceAll(/[^ -~]/g, (character) => SHORT[character] ?? `\\u${hex(character.charCodeAt(0), 4)}`);

const hex = (code: number, length: number): string => code.toString(16).toUpperCase().padStart(length, '0');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Encodes as a form does: a space becomes a plus sign. */
const urlEncode = (value: unknown): string =>
  urlPart(textOf(value))
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (character) => `%${hex(character.charCodeAt(0), 2)}`);

/** Functions on texts that mapping templates of API Gateway and JavaScript resolvers of AppSync have under these names. */
export const TEXT_FUNCTIONS = {
  escapeJavaScript,
  urlEncode,
  urlDecode: (text: string): string => decodeURIComponent(text.replaceAll('+', ' ')),
  base64Encode: (value: unknown): string => Buffer.from(textOf(value)).toString('base64'),
  base64Decode: (text: string): string => Buffer.from(text, 'base64').toString('utf8'),
};
