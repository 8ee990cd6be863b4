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
  encodeURIComponent(textOf(value))
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (character) => `%${hex(character.charCodeAt(0), 2)}`);

/** The members of `$util` in mapping templates. */
export const UTIL = {
  escapeJavaScript,
  urlEncode,
  parseJson: (text: string): unknown => JSON.parse(text),
  urlDecode: (text: string): string => decodeURIComponent(text.replaceAll('+', ' ')),
  base64Encode: (value: unknown): string => Buffer.from(textOf(value)).toString('base64'),
  base64Decode: (text: string): string => Buffer.from(text, 'base64').toString('utf8'),
};

/** Methods of Java's strings that JavaScript's strings do not have, or have without regular expressions. */
const METHODS: { readonly [name: string]: (text: string, first: string, second: string) => unknown } = {
  contains: (text, part) => text.includes(part),
  equals: (text, other) => text === other,
  isEmpty: (text) => text === '',
  length: (text) => text.length,
  matches: (text, pattern) => new RegExp(`^(?:${pattern})$`).test(text),
  replaceAll: (text, pattern, replacement) => text.replaceAll(new RegExp(pattern, 'g'), replacement),
};

export const STRING_METHODS = Object.entries(METHODS).map(([name, method]) => ({
  uid: `string ${name}`,
  match: ({ property, context }: { property: string; context: unknown }) =>
    property === name && typeof context === 'string',
  resolve: ({ context, params }: { context: unknown; params: unknown[] }) =>
    method(String(context), String(params[0]), String(params[1])),
}));
