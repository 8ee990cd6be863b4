import type { Json } from '../json.ts';
import type { FilterOperand, FilterTest, Path, PathStep } from './path-syntax.ts';
import type { TextReader } from './text-reader.ts';

const OPERATOR = /===|!==|==|!=|<=|>=|=~|<|>|(?:in|nin|all|subsetof|anyof|noneof|contains|size|empty)\b/iy;
/** A number, a keyword or a bare word, such as `done` in `[?(@.state == done)]`. */
const WORD = /[^\s()&|=<>!~,[\]{}'"]+/y;
/**
 * One or more bare words, separated by blanks. They are allowed on the right side of an operator and in lists, where no
 * operator can follow.
 */
const WORDS = /[^\s()&|=<>!~,[\]{}'"]+(?:[ \t]+[^\s()&|=<>!~,[\]{}'"]+)*/y;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const KEYWORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const PATTERN_FLAGS = /[imsu]*/y;

/** Parses a path inside a filter, at the reader's position. */
type ReadPath = (reader: TextReader) => Path;

/** Parses `?( … )`. Afterwards the reader is before the closing bracket. */
export function parseFilter(reader: TextReader, readPath: ReadPath): PathStep {
  const start = reader.position;
  reader.expect('?');
  reader.skipBlanks();
  reader.expect('(');
  const test = reader.nested(() => readOr(reader, readPath));
  reader.skipBlanks();
  reader.expect(')');
  return { kind: 'filter', test, text: reader.text.slice(start, reader.position) };
}

function readOr(reader: TextReader, readPath: ReadPath): FilterTest {
  return readJoined(reader, '||', 'or', () => readJoined(reader, '&&', 'and', () => readNot(reader, readPath)));
}

function readJoined(reader: TextReader, sign: string, kind: 'and' | 'or', readPart: () => FilterTest): FilterTest {
  const first = readPart();
  const tests = [first];
  reader.skipBlanks();
  while (reader.take(sign)) {
    tests.push(readPart());
    reader.skipBlanks();
  }
  return tests.length === 1 ? first : { kind, tests };
}

function readNot(reader: TextReader, readPath: ReadPath): FilterTest {
  reader.skipBlanks();
  if (reader.take('!')) return { kind: 'not', test: reader.nested(() => readNot(reader, readPath)) };
  if (!reader.take('(')) return readComparison(reader, readPath);
  const test = reader.nested(() => readOr(reader, readPath));
  reader.skipBlanks();
  reader.expect(')');
  return test;
}

function readComparison(reader: TextReader, readPath: ReadPath): FilterTest {
  const left = readOperand(reader, readPath, WORD);
  reader.skipBlanks();
  const operator = reader.match(OPERATOR);
  if (operator !== undefined) {
    reader.skipBlanks();
    return { kind: 'compare', operator: operator.toLowerCase(), left, right: readOperand(reader, readPath, WORDS) };
  }
  if (left.kind !== 'path') reader.fail('expected a comparison');
  return { kind: 'exists', path: left.path };
}

function readOperand(reader: TextReader, readPath: ReadPath, word: RegExp): FilterOperand {
  const next = reader.peek();
  if (next === '@' || next === '$') return { kind: 'path', path: readPath(reader) };
  if (next === '/') return { kind: 'pattern', pattern: readPattern(reader) };
  return { kind: 'literal', value: readLiteral(reader, word) };
}

function readLiteral(reader: TextReader, word: RegExp): Json {
  if (reader.peek() === "'" || reader.peek() === '"') return reader.quoted();
  if (reader.peek() === '[') return reader.nested(() => readArray(reader));
  const text = reader.match(word);
  if (text === undefined) return reader.fail('expected a value');
  const keyword = KEYWORDS.get(text);
  if (keyword !== undefined) return keyword;
  return NUMBER.test(text) ? Number(text) : text;
}

function readArray(reader: TextReader): Json {
  reader.expect('[');
  reader.skipBlanks();
  const items: Json[] = [];
  while (!reader.take(']')) {
    if (items.length > 0) reader.expect(',');
    reader.skipBlanks();
    items.push(readLiteral(reader, WORDS));
    reader.skipBlanks();
  }
  return items;
}

function readPattern(reader: TextReader): RegExp {
  reader.expect('/');
  let source = '';
  while (reader.peek() !== '/') {
    if (reader.atEnd) reader.fail('missing /');
    if (reader.peek() === '\\') {
      source += '\\';
      reader.position += 1;
    }
    source += reader.peek();
    reader.position += 1;
  }
  reader.expect('/');
  const flags = new Set(reader.match(PATTERN_FLAGS) ?? '');
  try {
    return new RegExp(`^(?:${source})$`, [...flags].join(''));
  } catch {
    return reader.fail('not a regular expression');
  }
}
