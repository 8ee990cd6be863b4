import { boundedCache } from '../../../../core/bounded-cache.ts';
import { NAME_IN_ARGUMENTS, readPathFrom } from '../path/path-parser.ts';
import { TextReader } from '../path/text-reader.ts';
import { FUNCTIONS } from './functions.ts';

/** A parsed call of an intrinsic function. */
export interface Call {
  readonly text: string;
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument =
  /** `escaped` keeps the escapes `\{`, `\}` and `\\`, because States.Format must distinguish them from placeholders. */
  | { readonly kind: 'text'; readonly value: string; readonly escaped: string }
  | { readonly kind: 'literal'; readonly value: number | boolean | null }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'call'; readonly call: Call };

/** Maximum nesting depth of calls on AWS. */
const MAX_NESTING = 10;
const FUNCTION_NAME = /States\.[A-Za-z0-9]+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;
const ESCAPABLE: ReadonlySet<string> = new Set(["'", '{', '}', '\\']);

/**
 * Parses an intrinsic function call. Throws PathSyntaxError for a malformed call, an unknown function, or an escape
 * other than `\'`, `\{`, `\}` and `\\`.
 */
export const parseCall: (text: string) => Call = boundedCache(2_000, (text) => {
  const reader = new TextReader(text);
  const call = readCall(reader, 1);
  reader.skipBlanks();
  if (!reader.atEnd) reader.fail('unexpected character');
  return call;
});

function readCall(reader: TextReader, depth: number): Call {
  const start = reader.position;
  const name = reader.match(FUNCTION_NAME);
  if (name === undefined || !FUNCTIONS.has(name)) return reader.fail('unknown intrinsic function');
  if (depth > MAX_NESTING) reader.fail('intrinsic functions are nested too deeply');
  reader.skipBlanks();
  reader.expect('(');
  const found = readArguments(reader, depth);
  return { text: reader.text.slice(start, reader.position), name, arguments: found };
}

function readArguments(reader: TextReader, depth: number): Argument[] {
  const found: Argument[] = [];
  reader.skipBlanks();
  while (!reader.take(')')) {
    if (found.length > 0) reader.expect(',');
    reader.skipBlanks();
    found.push(readArgument(reader, depth));
    reader.skipBlanks();
  }
  return found;
}

function readArgument(reader: TextReader, depth: number): Argument {
  const next = reader.peek();
  if (next === "'") return readText(reader);
  if (next === '$') return { kind: 'path', path: readPathFrom(reader, NAME_IN_ARGUMENTS).text };
  if (next === 'S') return { kind: 'call', call: readCall(reader, depth + 1) };
  const number = reader.match(NUMBER);
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  const word = reader.match(WORD);
  if (word === undefined) return reader.fail('expected an argument');
  return { kind: 'literal', value: word === 'null' ? null : word === 'true' };
}

function readText(reader: TextReader): Argument {
  let value = '';
  let escaped = '';
  reader.expect("'");
  while (!reader.take("'")) {
    if (reader.atEnd) reader.fail("missing '");
    const isEscape = reader.take('\\');
    const character = reader.peek();
    if (isEscape && !ESCAPABLE.has(character)) reader.fail('illegal escape');
    value += character;
    escaped += isEscape && character !== "'" ? `\\${character}` : character;
    reader.position += 1;
  }
  return { kind: 'text', value, escaped };
}
