/**
 * The one JSON text of a value, so that equal values have equal hashes: no white space, members sorted by UTF-16 code
 * units, numbers and strings as ECMAScript writes them. https://www.rfc-editor.org/rfc/rfc8785
 * @throws TypeError for a value that JSON does not have, such as undefined or a number that is not finite, and for text
 * with a lone surrogate
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') return numberOf(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return objectOf(value);
  throw new TypeError(`A value of the type ${typeof value} has no canonical JSON.`);
}

function objectOf(value: object): string {
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${textOf(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text with a lone surrogate has no canonical JSON.');
  return JSON.stringify(text);
}

function numberOf(number: number): string {
  if (!Number.isFinite(number)) throw new TypeError(`The number ${number} has no canonical JSON; it must be finite.`);
  return JSON.stringify(number);
}
