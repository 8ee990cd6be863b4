/** A value that JSON can represent. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one JSON text of a value, so that equal values have equal hashes: no white space, members sorted by UTF-16 code
 * units, numbers and strings as ECMAScript writes them. https://www.rfc-editor.org/rfc/rfc8785
 * @throws TypeError for a number that is not finite and for text with a lone surrogate, which RFC 8785 forbids
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return numberOf(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${textOf(name)}:${canonicalJson(member)}`).join(',')}}`;
}

const isList = (value: readonly Json[] | { readonly [name: string]: Json }): value is readonly Json[] =>
  Array.isArray(value);

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text with a lone surrogate has no canonical JSON.');
  return JSON.stringify(text);
}

function numberOf(number: number): string {
  if (!Number.isFinite(number)) throw new TypeError(`The number ${number} has no canonical JSON; it must be finite.`);
  return JSON.stringify(number);
}
