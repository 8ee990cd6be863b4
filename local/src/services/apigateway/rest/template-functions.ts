import { TEXT_FUNCTIONS } from '../../../core/text/text-functions.ts';

/** The members of `$util` in mapping templates. */
export const UTIL = {
  ...TEXT_FUNCTIONS,
  parseJson: (text: string): unknown => JSON.parse(text),
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
